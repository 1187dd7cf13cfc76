import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oneAgainstRest } from './one-against-rest.js';
import { precisionRecallCurve } from './precision-recall-curve.js';
import { rocCurve } from './roc-curve.js';

const ranked = {
  scores: [0.9, 0.8, 0.8, 0.7, 0.6, 0.55, 0.55, 0.5, 0.4, 0.3, 0.2, 0.1],
  positives: [1, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0].map(Boolean),
};

/** scikit-learn 1.7: `roc_curve(drop_intermediate=False)`, `roc_auc_score`, `precision_recall_curve`, `average_precision_score`. */
describe('scikit-learn on twelve samples, some with the same score', () => {
  test('the ROC curve', () => {
    const { points, area } = rocCurve(ranked)!;
    expect(area).toBeCloseTo(0.7714285714285715, 12);
    expect(points.map(({ falsePositiveRate }) => falsePositiveRate * 7)).toEqual(
      [0, 0, 1, 1, 2, 3, 4, 4, 5, 6, 7].map((count) => expect.closeTo(count, 10)),
    );
    expect(points.map(({ truePositiveRate }) => truePositiveRate)).toEqual([
      0, 0.2, 0.4, 0.6, 0.6, 0.8, 0.8, 1, 1, 1, 1,
    ]);
    expect(points.map(({ threshold }) => threshold)).toEqual([
      Number.POSITIVE_INFINITY,
      ...[0.9, 0.8, 0.7, 0.6, 0.55, 0.5, 0.4, 0.3, 0.2, 0.1],
    ]);
  });

  test('the precision-recall curve', () => {
    const { points, averagePrecision } = precisionRecallCurve(ranked)!;
    expect(averagePrecision).toBeCloseTo(0.7087301587301587, 12);
    const fromLowest = [5 / 12, 5 / 11, 0.5, 5 / 9, 0.5, 4 / 7, 0.6, 0.75, 2 / 3, 1, 1];
    expect(points.map(({ precision }) => precision).reverse()).toEqual(
      fromLowest.map((value) => expect.closeTo(value, 12)),
    );
  });
});

test('the area is the part of pairs in which the positive sample scores higher, ties counting half', () => {
  const sample = fc.record({ score: fc.integer({ min: 0, max: 9 }), positive: fc.boolean() });
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 40 }), (samples) => {
      const of = (kind: boolean) => samples.filter(({ positive }) => positive === kind);
      const pairs = of(true).flatMap((a) => of(false).map((b) => Math.sign(a.score - b.score)));
      const curve = rocCurve({
        scores: samples.map(({ score }) => score),
        positives: samples.map(({ positive }) => positive),
      });
      if (pairs.length === 0) {
        expect(curve).toBeUndefined();
        return;
      }
      const expected = pairs.reduce<number>((sum, sign) => sum + (sign + 1) / 2, 0) / pairs.length;
      expect(curve!.area).toBeCloseTo(expected, 10);
    }),
  );
});

test('a label against the rest is scored by its probability', () => {
  const probabilities = Float32Array.of(0.5, 0.25, 0.25, 0.125, 0.75, 0.125);
  expect(oneAgainstRest({ probabilities, labels: [2, 1] }, 1)).toEqual({
    scores: Float32Array.of(0.25, 0.75),
    positives: [false, true],
  });
});

test('scores that are missing or no numbers are refused', () => {
  const refusal = expect.objectContaining({ code: 'OPTION_INVALID' });
  expect(() => rocCurve({ scores: [0.5], positives: [true, false] })).toThrow(refusal);
  expect(() => precisionRecallCurve({ scores: [Number.NaN], positives: [true] })).toThrow(refusal);
});
