import { shared, sharedTest } from '@graft/testing';
import { describe, expect, test } from 'vitest';
import { loadDataset } from './load-dataset.js';

describe('real data sets', () => {
  sharedTest(
    test,
    'data/cats-and-dogs',
    'cats and dogs: 900, 100 and 200 pictures, the same every time',
    async () => {
      const dataset = await loadDataset(shared('data/cats-and-dogs'));
      const { train, validation, test } = dataset.splits;
      expect(dataset.labels).toEqual(['cats', 'dogs']);
      expect([train.length, validation.length, test.length]).toEqual([900, 100, 200]);
      expect(validation.filter(({ label }) => label === 0)).toHaveLength(50);
      expect(dataset.skipped).toEqual([]);
      expect(dataset.hash).toBe('f47ca5dadeec4b504c7b426cf7ccb700aca8ec289f87a7ee8efdedffadc98c75');
      expect(await loadDataset(shared('data/cats-and-dogs'))).toEqual(dataset);
    },
  );
  for (const [folder, classes, counts] of [
    ['flowers', 5, [1350, 150, 500]],
    ['sign-digits', 10, [990, 110, 400]],
  ] as const) {
    sharedTest(test, `data/${folder}`, `${folder}: ${classes} classes`, async () => {
      const { labels, splits, skipped } = await loadDataset(shared(`data/${folder}`));
      expect(labels).toHaveLength(classes);
      expect([splits.train.length, splits.validation.length, splits.test.length]).toEqual(counts);
      expect(skipped).toEqual([]);
    });
  }
});
