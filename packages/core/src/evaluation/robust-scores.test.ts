import { expect, test } from 'vitest';
import { robustScores } from './robust-scores.js';

test('one wild value moves neither the middle nor the measure, by hand', () => {
  // Median 3, absolute deviations 2, 1, 0, 1, 997: their median is 1.
  const scores = robustScores([1, 2, 3, 4, 1000]);
  [-2, -1, 0, 1, 997].forEach((off, i) => {
    expect(scores[i]).toBeCloseTo(0.6745 * off, 6);
  });
});

test('where most values are the same, these are not far from anything', () => {
  expect(robustScores([5, 5, 5, 5])).toEqual([0, 0, 0, 0]);
  expect(robustScores([])).toEqual([]);
});

test('where half are alike, nine tenths say how far the rest usually is', () => {
  const values = [0, 0, 0, 0, 0, 0, 1, -1, 1, -1, 50];
  expect(robustScores(values)[6]).toBe(Number.POSITIVE_INFINITY);
  expect(robustScores(values, 'nine tenths')[6]).toBeCloseTo(1.6449, 4);
});
