/**
 * Does memory grow with the number of features? Sets of synthetic pooled features (1,280 numbers each) go through the cache
 * and are read as training reads them: one epoch in random batches of 32. Each set in a process of its own.
 *
 *     node tools/bench/features-memory.mjs [--rows 10000,100000] [--precision float32,float16]
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const LENGTH = 1280;
const BATCH = 32;
const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000,100000' },
    precision: { type: 'string', default: 'float32,float16' },
    child: { type: 'string' },
  },
});

if (options.child) await measure(options.child, Number(options.rows), options.precision);
else compare();

function compare() {
  const table = [];
  for (const precision of options.precision.split(',')) {
    for (const rows of options.rows.split(',')) {
      const folder = mkdtempSync(join(tmpdir(), 'graft-features-'));
      const of = (when) => {
        const given = [
          fileURLToPath(import.meta.url),
          '--child',
          folder,
          '--rows',
          rows,
          '--precision',
          precision,
        ];
        const { stdout } = spawnSync(process.execPath, given, { stdio: ['ignore', 'pipe', 'inherit'] });
        table.push({ precision, rows: Number(rows), when, ...JSON.parse(stdout.toString()) });
      };
      of('computed');
      of('from the cache');
      rmSync(folder, { recursive: true });
    }
  }
  console.table(table);
}

async function measure(folder, count, precision) {
  const { openFeatureCache } = await import('../../packages/core/dist/features/feature-cache.js');
  const { collectFeatures } = await import('../../packages/core/dist/features/feature-set.js');
  const { networkFeatures } = await import('../../packages/core/dist/features/feature-source.js');
  const cache = openFeatureCache(folder, { precision });
  const samples = Array.from({ length: count }, (_, i) => {
    const sha256 = createHash('sha256').update(`${i}`).digest('hex');
    return { id: `${i}`, path: `/pictures/${i}.jpg`, label: i % 10, sha256 };
  });
  const below = { key: '', shape: [1], read: async ({ id }) => Float32Array.of(Number(id)) };
  const network = {
    runtime: 'onnx',
    outputShape: [LENGTH],
    run: async ([value]) => Float32Array.from({ length: LENGTH }, (_, i) => Math.sin(value + i)),
    dispose: async () => {},
  };
  const source = networkFeatures(below, network, createHash('sha256').digest('hex'), cache);
  let startedMs = performance.now();
  const seconds = () => Math.round((performance.now() - startedMs) / 100) / 10;
  const set = await collectFeatures(source, samples);
  const collected = seconds();
  startedMs = performance.now();
  const order = [...samples.keys()].sort((a, b) => (samples[a].sha256 < samples[b].sha256 ? -1 : 1));
  for (let start = 0; start < count; start += BATCH) await set.read(order.slice(start, start + BATCH));
  const epoch = seconds();
  await cache.close();
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1000);
  console.log(JSON.stringify({ secondsToCollect: collected, secondsPerEpoch: epoch, peakMegabytes }));
}
