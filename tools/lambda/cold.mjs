// `npm run lambda:cold [-- --runs 20 --memory 1769 --json]`: how long the function takes from the start of its process to its
// first answer, by phase, with one processor and its model in S3 on loopback; and a warm answer beside the library's own.
import { parseArgs } from 'node:util';
import { bootstrap } from '../bootstrap/bootstrap.mjs';
import { BootstrapError, fail, say } from '../bootstrap/say.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    memory: { type: 'string', default: '1769' },
    json: { type: 'boolean', default: false },
  },
});
const [runs, memoryMb] = [Number(values.runs), Number(values.memory)];
if (!(Number.isInteger(runs) && runs > 0))
  fail(new BootstrapError(`--runs is ${values.runs}; expected a whole number >= 1.`));
if (!(memoryMb >= 256))
  fail(new BootstrapError(`--memory is ${values.memory}; expected megabytes, at least 256.`));
await bootstrap();
const { measureCold } = await import('./measure-cold.mjs');
const result = await measureCold({
  runs,
  memoryMb,
  onRun: (run, total) => say(`run ${run} of ${runs}: ${total.toFixed(0)} ms`),
}).catch(fail);
if (values.json) console.log(JSON.stringify(result, null, 2));
else {
  const { coldStart, warm } = result;
  console.log(`${runs} cold starts on ${result.node}, one processor, ${memoryMb} MB; milliseconds`);
  console.log('                   median      max');
  for (const [phase, { median, max }] of Object.entries(coldStart)) {
    console.log(`${phase.padEnd(16)} ${median.toFixed(0).padStart(8)} ${max.toFixed(0).padStart(8)}`);
  }
  console.log(
    `warm answer, p50: function ${warm.functionMs.toFixed(2)}, library ${warm.libraryMs.toFixed(2)} (${warm.ratio.toFixed(2)} times)`,
  );
  console.log(
    `peak memory: ${(result.peakBytes / 1e6).toFixed(0)} MB; goal: total under ${result.goalMs} ms`,
  );
}
