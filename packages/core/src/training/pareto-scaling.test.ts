import { expect, test } from 'vitest';
import type { LinearHead } from './fit-linear-head.js';
import { scaledByRoot, withoutScales } from './pareto-scaling.js';

// Standard deviations 1, 4 and 0, their mean 5/3: factors of 1/√(5/3), 1/√(20/3) and 0.
const features = Float32Array.of(0, 0, 5, 2, 8, 5);

test('by hand: every feature over the root of its deviation, mean variance 1, constants 0', () => {
  const { rows, scales } = scaledByRoot(features, 2);
  const [first, second] = [Math.sqrt(3 / 5), Math.sqrt(3 / 20)];
  expect([...scales]).toEqual([Math.fround(first), Math.fround(second), 0]);
  const expected = [0, 0, 0, 2 * first, 8 * second, 0];
  rows.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 6);
  });
  // Variances 3/5 and 12/5 and 0: 1 on average.
  expect((first ** 2 * 1 + second ** 2 * 16) / 3).toBeCloseTo(1);
});

test('a head of scaled features answers the same to the features themselves', () => {
  const { rows, scales } = scaledByRoot(features, 2);
  const head = { kernel: Float32Array.of(1, -2, 3, 4, 5, 6), bias: Float32Array.of(0.5, -0.5) };
  const plain = withoutScales(head, scales);
  for (const row of [0, 1]) {
    for (const label of [0, 1]) {
      const answer = (of: Float32Array, { kernel, bias }: LinearHead) =>
        [0, 1, 2].reduce((sum, i) => sum + of[3 * row + i]! * kernel[2 * i + label]!, bias[label]!);
      expect(answer(features, plain)).toBeCloseTo(answer(rows, head), 4);
    }
  }
});
