import { describe, expect, test } from 'vitest';
import { bestThreshold, evaluateMultiLabel } from './evaluate-multi-label.js';
import { evaluateRegression } from './evaluate-regression.js';

const rows = [...Array(12).keys()];

/** Expected values: scikit-learn 1.9.1 on the same numbers. */
describe('several labels a sample', () => {
  const targets = rows.flatMap((i) => [+((i * 5) % 7 < 3), +((i * 3) % 5 < 2)]);
  const probabilities = Float32Array.from(
    rows.flatMap((i) => [((i * 13) % 17) / 17, ((i * 7 + 3) % 13) / 13]),
  );
  const metrics = evaluateMultiLabel({ probabilities, targets, labels: ['a', 'b'], thresholds: [0.5, 0.4] });

  test('scores are those of scikit-learn', () => {
    const [a, b] = metrics.perLabel;
    expect(a!.averagePrecision).toBeCloseTo(0.3772222222222222, 10);
    expect(b!.averagePrecision).toBeCloseTo(0.5472222222222222, 10);
    for (const label of [a!, b!]) {
      expect(label.f1).toBeCloseTo(0.36363636363636365, 10);
      expect(label.precision).toBeCloseTo(1 / 3, 10);
      expect(label.recall).toBeCloseTo(0.4, 10);
      expect(label.support).toBe(5);
    }
    expect(metrics.subsetAccuracy).toBe(0.25);
    expect(metrics.hammingLoss).toBeCloseTo(0.5833333333333334, 10);
    expect(metrics.microF1).toBeCloseTo(0.36363636363636365, 10);
    expect(metrics.meanAveragePrecision).toBeCloseTo((0.3772222222222222 + 0.5472222222222222) / 2, 10);
  });

  test('a threshold is where F1 is best, and 0.5 where that is as good', () => {
    expect(bestThreshold([0.9, 0.3, 0.25, 0.1], [1, 1, 0, 0])).toBeCloseTo(0.275);
    expect(bestThreshold([0.9, 0.8, 0.2], [1, 1, 0])).toBe(0.5);
    expect(bestThreshold([0.9, 0.8], [0, 0])).toBe(0.5);
  });
});

test('errors of numbers are those of scikit-learn, within their intervals', () => {
  const actual = rows.flatMap((i) => [((i * 4) % 9) / 3, 10 - ((i * 2) % 7)]);
  const predicted = rows.flatMap((i) => [
    actual[2 * i]! + (((i * 3) % 5) - 2) / 4,
    actual[2 * i + 1]! + (((i * 5) % 7) - 3) / 2,
  ]);
  const { perTarget, largestErrors } = evaluateRegression({
    predicted,
    actual,
    ids: rows.map(String),
    targets: ['x', 'y'],
  });
  const expected = [
    [0.3125, 0.36084391824351614, 0.8471467391304348],
    [0.9166666666666666, 1.0606601717798212, 0.7387096774193549],
  ];
  perTarget.forEach(({ meanAbsoluteError, rootMeanSquaredError, r2 }, i) => {
    [meanAbsoluteError, rootMeanSquaredError, r2].forEach(({ value, interval: [low, high] }, j) => {
      expect(value).toBeCloseTo(expected[i]![j]!, 10);
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    });
  });
  const [worst] = largestErrors;
  expect(Math.abs(worst!.predicted - worst!.actual)).toBe(worst!.target === 'x' ? 0.5 : 1.5);
});
