import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import type { Dataset } from '../data/types.js';
import type { CachePrecision } from '../features/row-codec.js';
import type { ProgressEvent } from '../progress.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';

let folder: string;
let dataset: Dataset;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-cache-precision-'));
  await drawSyntheticPictures(join(folder, 'pictures'), 20);
  dataset = await loadDataset(join(folder, 'pictures'), { validationFraction: 0.1, testFraction: 0.1 });
});
afterAll(() => rm(folder, { recursive: true }));

async function reportOf(cachePrecision?: CachePrecision) {
  const notices: ProgressEvent[] = [];
  const result = await train({
    dataset,
    backbone: { name: 'efficientnet-lite0', inputSize: 64 },
    featureCache: join(folder, 'cache'),
    epochs: 1,
    batchSize: 8,
    cachePrecision,
    onProgress: (event) => event.type === 'notice' && notices.push(event),
  });
  result.dispose();
  return { ...result.report, notices };
}

test('training from features in float16 says what rounding changed, and is the same when they come from the cache', async () => {
  const float32 = await reportOf();
  expect(float32.rounding).toBeUndefined();

  const first = await reportOf('float16');
  const again = await reportOf('float16');
  // Uniform rounding errors of 11 significant bits: about 2^-12 in the mean, at most 2^-11.
  expect(first.rounding).toMatchObject({ precision: 'float16' });
  expect(first.rounding!.relativeError).toBeGreaterThan(2 ** -14);
  expect(first.rounding!.largestError).toBeLessThan(2 ** -11);
  expect(first.notices).toContainEqual(
    expect.objectContaining({ level: 'info', message: expect.stringContaining('kept in float16') }),
  );
  expect(again.rounding).toEqual(first.rounding);
  expect(again.history[0]!.loss).toBe(first.history[0]!.loss);
  expect(first.history[0]!.loss).not.toBe(float32.history[0]!.loss);
  expect(first.history[0]!.loss).toBeCloseTo(float32.history[0]!.loss, 2);
});
