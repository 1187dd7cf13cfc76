/**
 * How accurate is Graft with its default settings, beside what people would use in its place? On any folder of pictures
 * that `graft train` takes, everybody with the same pictures in the same parts:
 *
 * - Graft, feature extraction and fine-tuning, and the tutorial's head on frozen features;
 * - scikit-learn's logistic regression (C = 1, its default) on the features that Graft's head learns from;
 * - the tutorial in Keras 3 on the same backbone weights: base frozen, Flatten, Dense 256 relu, softmax, Adam, 10 epochs.
 *
 *     npm run accuracy -- DATA… [--seeds 1,2,3] [--emoji] [--only SYSTEM,…] [--json]
 *
 * The peers have no use for validation pictures and learn from them as well, logistic regression also without them where
 * Graft does not. A seed decides the parts that the folder does
 * not come with, the first weights and the order. `--emoji` adds the demo's pictures, also with one style left out of
 * training. `--only` takes names from systems.mjs. `--json` prints one JSON document in place of Markdown; progress goes to stderr.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap } from '../bootstrap/bootstrap.mjs';
import { SYSTEMS } from './systems.mjs';

const { seeds, folders, systems, options } = readArguments();
await bootstrap();
const { emojiFolders } = await import('./emoji-folders.mjs');
const { measureSet } = await import('./measure-set.mjs');
const { markdown } = await import('./markdown.mjs');
const { installPeers, PEERS } = await import('./peers.mjs');
const { describeMachine } = await import('../bench/report/machine.mjs');

try {
  if (systems.some((system) => PEERS.includes(system))) installPeers();
  if (options.emoji) folders.push(...(await emojiFolders()));
  const sets = [];
  for (const folder of folders) sets.push(await measureSet(folder, seeds, systems));
  const results = { machine: describeMachine(), seeds, sets };
  console.log(options.json ? JSON.stringify(results, undefined, 2) : markdown(results));
  process.exit(0); // Thread pools of the native libraries need no goodbye.
} catch (error) {
  refuse(error.message, error.kind === 'input' ? 2 : 1);
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        seeds: { type: 'string', default: '1,2,3' },
        emoji: { type: 'boolean', default: false },
        only: { type: 'string', default: Object.keys(SYSTEMS).join(',') },
        json: { type: 'boolean', default: false },
      },
    });
    if (positionals.length === 0 && !values.emoji)
      throw new Error(
        'Say where the pictures are: npm run accuracy -- FOLDER…, one folder per label in each.',
      );
    const chosen = values.seeds.split(',').map(Number);
    if (!chosen.every((seed) => Number.isInteger(seed) && seed >= 0))
      throw new Error(
        `--seeds is ${values.seeds}; expected whole numbers from 0 with commas between, such as 1,2,3.`,
      );
    const systems = values.only.split(',');
    const unknown = systems.find((system) => !(system in SYSTEMS));
    if (unknown !== undefined)
      throw new Error(`--only has ${unknown}; expected some of ${Object.keys(SYSTEMS).join(', ')}.`);
    // npm moves to the repository; the user's paths start where the command was typed.
    const base = process.env.INIT_CWD ?? process.cwd();
    return {
      seeds: chosen,
      systems,
      folders: positionals.map((path) => resolve(base, path)),
      options: values,
    };
  } catch (error) {
    return refuse(error.message, 2);
  }
}

/** @returns {never} */
function refuse(message, code) {
  console.error(message);
  process.exit(code);
}
