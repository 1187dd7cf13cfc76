import { expect, test } from 'vitest';
import { featureChange } from './feature-change.js';

test('equal features differ by nothing', () => {
  const features = Float32Array.of(1, 2, 3, 0, 0, 0);
  expect(featureChange(features, features, 2)).toEqual({ relativeError: 0, cosine: expect.closeTo(1, 12) });
});

test('the error is relative to all features, the cosine is the mean of the samples', () => {
  // Differences [0, 1] and [0, 0]; norms 5 and 0 before: sqrt(1 / 25). Cosines (9 + 12) / (5 * sqrt(18)) and 1.
  const change = featureChange(Float32Array.of(3, 3, 0, 0), Float32Array.of(3, 4, 0, 0), 2);
  expect(change.relativeError).toBeCloseTo(0.2, 12);
  expect(change.cosine).toBeCloseTo((21 / (5 * Math.sqrt(18)) + 1) / 2, 12);
});

test('features that vanish point nowhere', () => {
  expect(featureChange(Float32Array.of(0, 0), Float32Array.of(3, 4), 1)).toEqual({
    relativeError: 1,
    cosine: 0,
  });
});
