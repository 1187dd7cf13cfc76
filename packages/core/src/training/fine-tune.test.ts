import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import type { ProgressEvent } from '../progress.js';
import { resolveRecipe } from './resolve-recipe.js';
import { fineTune, fineTuning } from './strategies.js';
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

test('fine-tuning that does harm is taken back: the warmed-up head is kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-fine-tune-'));
  await drawSyntheticPictures(folder, 15);
  const notices: string[] = [];
  const options = {
    dataset: await loadDataset(folder, { validationFraction: 0.2, testFraction: 0.2 }),
    backbone: { name: 'efficientnet-lite0', inputSize: 64 },
    strategy: fineTuning({ warmUpEpochs: 5 }),
    featureCache: await mkdtemp(join(tmpdir(), 'graft-cache-')),
    epochs: 1,
    learningRate: 0.1, // Ruins every weight in a few steps.
    schedule: 'constant',
    onProgress: (event: ProgressEvent) => event.type === 'notice' && notices.push(event.message),
  } as const;
  const careful = await train(options);
  expect(notices.join()).toContain('the start is kept');
  expect(careful.report.test.accuracy).toBe(1);
  careful.dispose();

  const asAsked = await train({ ...options, earlyStopping: false });
  expect(asAsked.report.test.accuracy).toBeLessThan(1);
  asAsked.dispose();
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
