// `npm run bench:service [-- --calls 10000] [--data FOLDER] [--json FILE]`: 200 predict calls at a time against the
// service, beside the bare library in batches of 32, on the same pictures and model, in turns; p99 and memory over time.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bootstrap } from '../bootstrap/bootstrap.mjs';
import { repositoryRoot } from '../bootstrap/paths.mjs';
import { ask } from '../demo-service/client.mjs';
import { findData } from '../demo-service/data.mjs';
import { startParts } from '../demo-service/parts.mjs';

const CONCURRENT = 200;
const ROUND = 1000;

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '10000' },
    data: { type: 'string' },
    json: { type: 'string' },
  },
});
process.chdir(process.env.INIT_CWD ?? process.cwd());
await bootstrap();
const folder = mkdtempSync(join(tmpdir(), 'graft-bench-service-'));
const data = values.data ? resolve(values.data) : await findData(repositoryRoot);
const parts = await startParts({ folder, distributed: false, datasetRoot: dirname(data) });
try {
  const model = await trainModel(parts.url, data);
  const files = pictures(data).slice(0, 200);
  const library = fork(fileURLToPath(new URL('./service-library.mjs', import.meta.url)), [
    join(folder, 'data', 'storage'),
    model.storagePrefix,
    ...files,
  ]);
  await once(library, 'message');

  const bodies = files.map((file) => requestBody(model.ref, file));
  await callMany(parts.url, bodies, CONCURRENT); // Both sides are warm.
  const rounds = Math.max(1, Math.round(Number(values.calls) / ROUND));
  const results = [];
  console.log('calls   service/s  library/s  ratio   p50 ms   p99 ms  failed  server memory MB');
  for (let round = 1; round <= rounds; round++) {
    const first = round % 2 === 0 ? await libraryRound(library, ROUND) : undefined;
    const service = await callMany(parts.url, bodies, ROUND);
    const bare = first ?? (await libraryRound(library, ROUND));
    const memoryMB = await memoryOf(parts.url);
    const result = { ...service, libraryPerSecond: bare, ratio: service.perSecond / bare, memoryMB };
    results.push(result);
    console.log(
      [
        String(round * ROUND).padStart(6),
        service.perSecond.toFixed(1).padStart(10),
        bare.toFixed(1).padStart(10),
        result.ratio.toFixed(2).padStart(6),
        service.p50.toFixed(0).padStart(8),
        service.p99.toFixed(0).padStart(8),
        String(service.failed).padStart(7),
        memoryMB.toFixed(0).padStart(9),
      ].join(' '),
    );
  }
  library.kill();
  const summary = {
    concurrent: CONCURRENT,
    calls: rounds * ROUND,
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
    ratio: median(results.map(({ ratio }) => ratio)),
    p99: median(results.map(({ p99 }) => p99)),
    memoryMB: { first: results[0]?.memoryMB, last: results.at(-1)?.memoryMB },
    rounds: results,
  };
  console.log(
    `\n${summary.failed} of ${summary.calls} calls failed; ${summary.ratio.toFixed(2)} of the library's speed (median); p99 ${summary.p99.toFixed(0)} ms with ${CONCURRENT} at a time`,
  );
  if (values.json) writeFileSync(values.json, JSON.stringify(summary, null, 2));
} finally {
  await parts.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} url @param {string} folder */
async function trainModel(url, folder) {
  const { createDataset } = await ask(
    url,
    'mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { dataset { id } job { id } userErrors { message } } }',
    { input: { name: basename(folder), source: { folder } } },
  );
  await finished(url, createDataset.job.id);
  const { train } = await ask(
    url,
    'mutation ($input: TrainInput!) { train(input: $input) { job { id } userErrors { message } } }',
    { input: { dataset: createDataset.dataset.id, name: 'bench' } },
  );
  return (await finished(url, train.job.id)).model;
}

/** @param {string} url @param {string} id */
async function finished(url, id) {
  for (;;) {
    const { job } = await ask(
      url,
      'query ($id: ID!) { job(id: $id) { state error { message } model { ref storagePrefix } } }',
      { id },
    );
    if (job.state === 'SUCCEEDED') return job;
    if (job.state === 'FAILED') throw new Error(job.error.message);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** @param {string} folder */
function pictures(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(jpe?g|png)$/i.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** @param {string} model @param {string} file */
function requestBody(model, file) {
  return JSON.stringify({
    query:
      'mutation ($input: PredictInput!) { predict(input: $input) { predictions { label error { code } } userErrors { code } } }',
    variables: { input: { model, images: [{ base64: readFileSync(file).toString('base64') }] } },
  });
}

/** @param {string} url @param {readonly string[]} bodies @param {number} count */
async function callMany(url, bodies, count) {
  /** @type {number[]} */
  const times = [];
  let failed = 0;
  let next = 0;
  const caller = async () => {
    while (next < count) {
      const body = bodies[next++ % bodies.length];
      const startedMs = performance.now();
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const answer = /** @type {any} */ (await response.json());
      times.push(performance.now() - startedMs);
      if (!answer.data?.predict?.predictions?.[0]?.label) failed++;
    }
  };
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: CONCURRENT }, caller));
  const perSecond = count / ((performance.now() - startedMs) / 1000);
  times.sort((a, b) => a - b);
  return { perSecond, failed, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

/** @param {import('node:child_process').ChildProcess} library @param {number} count @returns {Promise<number>} per second */
async function libraryRound(library, count) {
  library.send(count);
  const [perSecond] = await once(library, 'message');
  return perSecond;
}

/** @param {string} url */
async function memoryOf(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / 1e6;
}

/** @param {readonly number[]} sorted @param {number} part */
function quantile(sorted, part) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** @param {readonly number[]} values */
function median(values) {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
