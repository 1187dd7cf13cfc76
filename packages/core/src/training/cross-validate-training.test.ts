import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import { type Dataset, SPLITS } from '../data/types.js';
import { crossValidateTraining, foldsOf } from './cross-validate-training.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';

let dataset: Dataset;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-folds-'));
  await drawSyntheticPictures(folder, 13);
  dataset = await loadDataset(folder);
});

const idsIn = ({ splits }: Dataset) => SPLITS.flatMap((split) => splits[split].map(({ id }) => id)).sort();

describe('folds', () => {
  test('test every picture once, and learn from the others', () => {
    const folds = foldsOf(dataset, 4);
    const tested = folds.flatMap(({ splits }) => splits.test.map(({ id }) => id));
    expect(tested.sort()).toEqual(idsIn(dataset));
    for (const fold of folds) expect(idsIn(fold)).toEqual(idsIn(dataset));
    // 26 pictures, 13 of each label.
    expect(folds.map(({ splits }) => splits.test.length).sort()).toEqual([6, 6, 7, 7]);
    for (const { splits } of folds) {
      const spots = splits.test.filter(({ label }) => label === 0).length;
      expect(Math.abs(2 * spots - splits.test.length)).toBeLessThanOrEqual(1);
      expect(splits.validation).toHaveLength(2);
    }
    expect(new Set(folds.map(({ hash }) => hash)).size).toBe(4);
  });

  test('are the same every time', () => {
    expect(foldsOf(dataset, 3)).toEqual(foldsOf(dataset, 3));
  });

  test('keep copies of a picture together', () => {
    const [original] = dataset.splits.train;
    const copies = ['a', 'b', 'c'].map((id) => ({ ...original!, id: `spots/copy-${id}.png` }));
    const withCopies = {
      ...dataset,
      splits: { ...dataset.splits, train: [...dataset.splits.train, ...copies] },
    };
    const counts = foldsOf(withCopies, 3).map(
      ({ splits }) => splits.test.filter(({ sha256 }) => sha256 === original!.sha256).length,
    );
    expect(counts.sort()).toEqual([0, 0, 4]);
  });

  test.each([1, 2.5, 14])('%d of them are refused', (folds) => {
    expect(() => foldsOf(dataset, folds)).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        details: expect.objectContaining({ field: 'folds' }),
      }),
    );
  });
});

test('cross-validation counts every picture once', async () => {
  const featureCache = await mkdtemp(join(tmpdir(), 'graft-folds-'));
  const backbone = { name: 'efficientnet-lite0', inputSize: 64 };
  const result = await crossValidateTraining({ dataset, folds: 3, backbone, featureCache, epochs: 12 });
  expect(result.count).toBe(26);
  expect(result.folds.map(({ count }) => count).sort()).toEqual([8, 9, 9]);
  const right = result.folds.reduce((sum, { accuracy, count }) => sum + accuracy * count, 0);
  expect(result.accuracy).toBeCloseTo(right / 26, 10);
  expect(result.accuracy).toBeGreaterThan(0.7);
  const [low, high] = result.interval;
  expect(low).toBeLessThan(result.accuracy);
  expect(high).toBeGreaterThanOrEqual(result.accuracy);
  const mean = result.folds.reduce((sum, { accuracy }) => sum + accuracy, 0) / 3;
  const squares = result.folds.map(({ accuracy }) => (accuracy - mean) ** 2);
  expect(result.standardDeviation).toBeCloseTo(Math.sqrt(squares.reduce((a, b) => a + b) / 2), 10);
});
