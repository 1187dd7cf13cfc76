// `npm run lambda:models [-- --models 100 --memory 1769 --json]`: memory and switch time of many models on one warm function.
import { parseArgs } from 'node:util';
import { bootstrap } from '../bootstrap/bootstrap.mjs';
import { BootstrapError, fail } from '../bootstrap/say.mjs';

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: '100' },
    memory: { type: 'string', default: '1769' },
    json: { type: 'boolean', default: false },
  },
});
const [models, memoryMb] = [Number(values.models), Number(values.memory)];
if (!(Number.isInteger(models) && models > 1))
  fail(new BootstrapError(`--models is ${values.models}; expected a whole number >= 2.`));
await bootstrap();
const { measureModels } = await import('./measure-models.mjs');
const result = await measureModels({ models, memoryMb }).catch(fail);
if (values.json) console.log(JSON.stringify(result, null, 2));
else {
  const { ownMb, peakMb } = result;
  console.log(
    `${models} models with one frozen part on one warm function, ${memoryMb} MB, one processor, ${result.node}`,
  );
  console.log(
    `memory: ${ownMb.oneModel.toFixed(0)} MB with one, ${ownMb.allModels.toFixed(0)} MB with all (${ownMb.perFurtherModel.toFixed(2)} MB each), peak ${peakMb.toFixed(0)} MB`,
  );
  console.log(`first call, frozen part loaded: ${result.firstCallMs.toFixed(0)} ms`);
  console.log(`first use of another model: ${result.firstUseOfAnotherMs.toFixed(1)} ms`);
  console.log(
    `change to a model that is loaded: ${result.switchMs.toFixed(1)} ms; the same model again: ${result.sameModelMs.toFixed(1)} ms`,
  );
}
