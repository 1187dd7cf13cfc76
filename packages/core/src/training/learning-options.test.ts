import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import type { Dataset } from '../data/types.js';
import { loadModel } from '../prediction/load-model.js';
import type { ProgressEvent } from '../progress.js';
import { fileStorage } from '../storage/file-storage.js';
import { resolveRecipe } from './resolve-recipe.js';
import { featureExtraction, fineTuning } from './strategies.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';
import type { TrainingRecipe, TrainOptions } from './types.js';
import { weightsAfter } from './weights-after.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-learning-'));
const UPDATE: TrainingRecipe = {
  optimizer: { name: 'adamw', weightDecay: 0.1 },
  gradientClipping: { globalNorm: 0.5 },
  labelSmoothing: 0.1,
  ema: 0.8,
  accumulate: 3,
  batchSize: 8,
  sampling: 'balanced',
};

let dataset: Dataset;
let featureCache: string;
beforeAll(async () => {
  const pictures = await temporaryFolder();
  featureCache = await temporaryFolder();
  await drawSyntheticPictures(pictures, 20);
  dataset = await loadDataset(pictures, { validationFraction: 0.2, testFraction: 0.2 });
});

const small = (options: Partial<TrainOptions>): TrainOptions => ({
  dataset,
  backbone: { name: 'efficientnet-lite0', inputSize: 64 },
  featureCache,
  epochs: 4,
  ...options,
});

describe.each([
  ['feature extraction', featureExtraction()],
  ['fine-tuning', fineTuning({ warmUpEpochs: 2 })],
])('%s with every option of the update at once', (_, strategy) => {
  const everything = { ...UPDATE, lowestRate: strategy.name === 'fine-tuning' ? 0.1 : undefined };

  test.each([5, false] as const)(
    'interrupted, resumes to the bits of an undisturbed run (early stopping %s)',
    async (earlyStopping) => {
      const options = { strategy, earlyStopping, ...everything };
      const undisturbed = await weightsAfter(small(options));
      const checkpointFolder = await temporaryFolder();
      const controller = new AbortController();
      const onProgress = (event: ProgressEvent) => {
        if (event.type !== 'epoch') return;
        if (event.record.phase === 'training' && event.record.epoch === 2) controller.abort();
      };
      const interrupted = small({ ...options, checkpointFolder, signal: controller.signal, onProgress });
      await expect(train(interrupted)).rejects.toMatchObject({ code: 'ABORTED' });
      expect((await weightsAfter(small({ ...options, checkpointFolder }))).equals(undisturbed)).toBe(true);
    },
  );

  test('what is saved is the average that was evaluated', async () => {
    const result = await train(small({ strategy, ...everything, earlyStopping: false }));
    const folder = await temporaryFolder();
    await result.save(fileStorage(folder), '');
    const model = await loadModel(folder);
    const again = await model.evaluate(dataset);
    expect(again.logLoss).toBeCloseTo(result.report.test.logLoss, 5);
    model.dispose();
    result.dispose();
    const last = await weightsAfter(small({ strategy, ...everything, ema: undefined, earlyStopping: false }));
    const averaged = await weightsAfter(small({ strategy, ...everything, earlyStopping: false }));
    expect(averaged.equals(last)).toBe(false);
  });

  test('leaves no tensors behind', async () => {
    (await train(small({ strategy, ...everything, epochs: 1 }))).dispose();
    const before = tf.memory().numTensors;
    (await train(small({ strategy, ...everything, epochs: 1 }))).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('a time budget ends the learning, and the best weights so far are what is left', async () => {
  const notices: string[] = [];
  const result = await train(
    small({
      epochs: 100_000,
      earlyStopping: false,
      budgetSeconds: 3,
      onProgress: (event) => event.type === 'notice' && notices.push(event.message),
    }),
  );
  expect(result.report.history.length).toBeLessThan(100_000);
  expect(result.report.seconds.total).toBeLessThan(30);
  expect(notices.join()).toContain('time budget');
  result.dispose();
});

test.each<[TrainingRecipe, string]>([
  [{ labelSmoothing: 1 }, 'labelSmoothing'],
  [{ ema: 1 }, 'ema'],
  [{ ema: 0 }, 'ema'],
  [{ lowestRate: 0 }, 'lowestRate'],
  [{ accumulate: 0.5 }, 'accumulate'],
  [{ budgetSeconds: 0 }, 'budgetSeconds'],
  [{ sampling: 'weighted' as 'balanced' }, 'sampling'],
  [{ gradientClipping: { globalNorm: 0 } }, 'gradientClipping.globalNorm'],
  [{ gradientClipping: { value: -1 } }, 'gradientClipping.value'],
  [{ gradientClipping: { value: 1, globalNorm: 1 } }, 'gradientClipping'],
  [{ gradientClipping: {} as { value: number } }, 'gradientClipping'],
  [{ optimizer: { name: 'adamw', weightDecay: -1 } }, 'optimizer.weightDecay'],
  [{ optimizer: { name: 'adamw', beta1: 1 } }, 'optimizer.beta1'],
  [{ optimizer: { name: 'sgd', momentum: Number.NaN } }, 'optimizer.momentum'],
])('%j is refused by name', (recipe, field) => {
  expect(() => resolveRecipe(recipe)).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', details: expect.objectContaining({ field }) }),
  );
});

test.each<[TrainingRecipe, string]>([
  [{ optimizer: 'lbfgs', ema: 0.9 }, 'ema'],
  [{ optimizer: 'lbfgs', labelSmoothing: 0.1 }, 'labelSmoothing'],
  [{ lowestRate: 0.1 }, 'lowestRate'],
])('%j contradicts itself', (recipe, field) => {
  expect(() => resolveRecipe(recipe)).toThrow(
    expect.objectContaining({ code: 'OPTION_CONFLICT', details: expect.objectContaining({ field }) }),
  );
});
