import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import type { Dataset } from '../data/types.js';
import type { ProgressEvent } from '../progress.js';
import { memoryStorage } from '../storage/memory-storage.js';
import { resolveRecipe } from './resolve-recipe.js';
import { fineTuning } from './strategies.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';
import type { TrainingRecipe, TrainOptions } from './types.js';

const backbone = { name: 'efficientnet-lite0', inputSize: 64 };
let pictures: string;
let featureCache: string;
let dataset: Dataset;
beforeAll(async () => {
  pictures = await mkdtemp(join(tmpdir(), 'graft-solve-'));
  featureCache = await mkdtemp(join(tmpdir(), 'graft-solve-'));
  await drawSyntheticPictures(pictures, 30);
  dataset = await loadDataset(pictures, { validationFraction: 0.2, testFraction: 0.2 });
});

const run = (options: Partial<TrainOptions> = {}) =>
  train({ dataset, backbone, featureCache, optimizer: 'lbfgs', ...options });

describe('training with L-BFGS', () => {
  test('keeps the penalty with the lowest validation loss and says which', async () => {
    const events: ProgressEvent[] = [];
    const { report, dispose } = await run({ onProgress: (event) => events.push(event) });
    dispose();
    expect(report.test.accuracy).toBeGreaterThan(0.8);
    const best = report.history.toSorted((a, b) => a.validationLoss - b.validationLoss)[0]!;
    const notice = events.find((event) => event.type === 'notice' && event.message.includes('penalty'));
    expect(notice).toMatchObject({ message: expect.stringContaining(`${best.l2}:`) });
    const losses = report.history.map(({ loss }) => loss);
    expect(losses).toEqual(losses.toSorted((a, b) => b - a)); // Weaker penalties fit the training data closer.
  });

  test('tries nothing else where head.l2 is given, and ends below Adam on the training data', async () => {
    const head = { l2: 1e-3, dropout: 0 };
    const solved = await run({ head });
    const adam = await run({ head, optimizer: 'adam', epochs: 30, earlyStopping: false });
    expect(solved.report.history).toHaveLength(1);
    expect(solved.report.history[0]!.l2).toBe(1e-3);
    expect(solved.report.history[0]!.loss).toBeLessThan(adam.report.history.at(-1)!.loss);
    solved.dispose();
    adam.dispose();
  });

  test('gives the same model bit for bit', async () => {
    const saved = async () => {
      const result = await run();
      const storage = memoryStorage();
      await result.save(storage, 'model');
      result.dispose();
      return storage.read('model/weights.safetensors');
    };
    expect(Buffer.from(await saved()).equals(Buffer.from(await saved()))).toBe(true);
  });

  test("without validation pictures it takes scikit-learn's default", async () => {
    const without = await loadDataset(pictures, { validationFraction: 0, testFraction: 0.2 });
    const { report, dispose } = await run({ dataset: without });
    dispose();
    expect(report.history.map(({ l2 }) => l2)).toEqual([1 / (2 * without.splits.train.length)]);
  });
});

describe('L-BFGS is refused', () => {
  test.each<[string, TrainingRecipe]>([
    ['strategy', { strategy: fineTuning() }],
    ['head.dense', { head: 'tutorial' }],
    ['learningRate', { learningRate: 0.1 }],
    ['epochs', { epochs: 5 }],
    ['augmentation', { augmentation: 'light' }],
    ['optimizer.l2', { head: { l2: 0.1 }, optimizer: { name: 'lbfgs', l2: [0.1, 0.2] } }],
  ])('together with %s', (field, recipe) => {
    expect(() => resolveRecipe({ optimizer: 'lbfgs', ...recipe })).toThrow(
      expect.objectContaining({ code: 'OPTION_CONFLICT', details: { field } }),
    );
  });

  test('with penalties below zero', () => {
    expect(() => resolveRecipe({ optimizer: { name: 'lbfgs', l2: [-1] } })).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID' }),
    );
  });
});
