/**
 * How fast is Graft beside what people use today? Every system does the same work on the same pictures and cores, one
 * after another, each in a process of its own; the order turns with every round.
 *
 *     npm run bench -- [--only a,d] [--systems graft,keras] [--rounds 3] [--quick] [--data FOLDER]
 *                      [--pytorch] [--json FILE] [--svg FILE]
 *
 * `--only` takes whole ids or their first letter. With `--json` each finished case is written at once, beside the other
 * cases that the file holds already; the table and the chart show all of them.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { listCases } from './cases.mjs';
import { exportForKeras, exportNetwork } from './export-network.mjs';
import { copyPictures, listPictures } from './pictures.mjs';
import { chart } from './report/chart.mjs';
import { describeMachine } from './report/machine.mjs';
import { markdown } from './report/markdown.mjs';
import { summarize } from './report/summarize.mjs';
import { installPeers, runSystem, weightsOf } from './run-system.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    systems: { type: 'string' },
    rounds: { type: 'string' },
    pytorch: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    data: { type: 'string', default: '../shared/data/cats-and-dogs' },
    json: { type: 'string' },
    svg: { type: 'string' },
  },
});
const rounds = Number(options.rounds ?? (options.quick ? 1 : 3));
const wanted = options.only?.split(',');
const cases = listCases(options.quick).filter(
  ({ id }) => !wanted || wanted.includes(id) || wanted.includes(id[0]),
);
if (cases.length === 0) throw new Error(`No case is called ${options.only}; look at tools/bench/cases.mjs.`);

const missing = installPeers(options);
for (const [system, reason] of Object.entries(missing)) console.error(`${system} is left out: ${reason}.`);
const results = { machine: describeMachine(), cases: earlierCases() };
for (const work of cases) {
  results.cases[work.id] = await measure(work);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(results, undefined, 2)}\n`);
}
console.log(markdown(results));
if (options.svg) writeFileSync(options.svg, chart(results));

async function measure({ id, title, systems, pictures, plan }) {
  const asked = (system) => !options.systems || options.systems.split(',').includes(system);
  const chosen = systems.filter((system) => asked(system) && !missing[system]);
  const folder = mkdtempSync(join(tmpdir(), 'graft-bench-'));
  const runs = Object.fromEntries(chosen.map((system) => [system, []]));
  const when = { startedAt: new Date().toISOString(), quick: options.quick, loadBefore: loadavg()[0] };
  try {
    if (pictures) copyPictures(options.data, folder, pictures);
    const builtByKeras = plan.backbone !== 'efficientnet-lite0';
    const weights = builtByKeras ? weightsOf(plan.backbone) : undefined;
    const whole = { ...plan, data: folder, weights };
    if (!builtByKeras) whole.keras = await exportForKeras(plan.backbone);
    if (chosen.includes('onnxRuntime') || chosen.includes('roofline'))
      whole.onnx = await exportNetwork(plan.backbone, weights);
    if (plan.work === 'latency') whole.files = listPictures(folder);
    for (let round = 0; round < rounds; round++) {
      for (const system of rotated(chosen, round)) {
        const run = await runSystem(system, whole).catch((error) => ({ error: lastLine(error) }));
        console.error(
          `${id} ${system} ${round + 1}/${rounds}: ${run.error ?? `${run.seconds.toPrecision(4)} s`}`,
        );
        runs[system].push(run);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { title, ...when, pictures: plan.pictures, systems: runs, ...summarize(runs) };
}

function rotated(list, by) {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

function earlierCases() {
  try {
    return JSON.parse(readFileSync(options.json, 'utf8')).cases;
  } catch {
    return {};
  }
}

function lastLine(error) {
  return `${error.stderr || error.message}`.trim().split('\n').at(-1);
}
