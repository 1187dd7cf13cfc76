import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import { resolveRecipe } from './resolve-recipe.js';
import { fineTune } from './strategies.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';

test('fineTune(4) warms the head up, then runs one whole cycle of four epochs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-fine-tune-'));
  await drawSyntheticPictures(folder, 15);
  const result = await train({
    dataset: await loadDataset(folder, { validationFraction: 0.2, testFraction: 0.2 }),
    backbone: { name: 'efficientnet-lite0', inputSize: 64 },
    featureCache: await mkdtemp(join(tmpdir(), 'graft-cache-')),
    batchSize: 4,
    ...fineTune(4, { warmUpEpochs: 2 }),
  });
  const { history } = result.report;
  result.dispose();
  expect(history.map(({ phase }) => phase)).toEqual([
    ...Array(2).fill('warm-up'),
    ...Array(4).fill('training'),
  ]);
  const rates = history.slice(2).map(({ learningRate }) => learningRate);
  expect(rates.indexOf(Math.max(...rates))).toBe(1); // Up over the first 30%, down over the rest.
  expect(rates.at(-1)!).toBeLessThan(rates[1]! / 1000);
});

test('other options go with it, and no epoch at all does not', () => {
  expect(resolveRecipe({ ...fineTune(3), learningRate: 1e-3 })).toMatchObject({
    epochs: 3,
    schedule: 'one-cycle',
    lowestRate: 0.1,
    learningRate: 1e-3,
  });
  expect(() => resolveRecipe(fineTune(0))).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ field: 'epochs' }) }),
  );
});
