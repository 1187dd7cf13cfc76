import { uniform } from '@graft/testing';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluatePredictions } from './evaluate-predictions.js';

const LABELS = ['cat', 'dog', 'fish', 'never seen'];

/**
 * 40 samples of three of the four labels; `uniform('evaluation/scores')⁴`, plus 0.25 for the right label, divided by the
 * row's sum. The first answer is certain and right, the second certain and wrong.
 */
function goldenPredictions() {
  const count = 40;
  const samples = Array.from(uniform('evaluation/labels', count), (u, i) => sample(i, Math.floor(u * 3)));
  const scores = uniform('evaluation/scores', count * 4).map((u) => u ** 4);
  const probabilities = new Float32Array(count * 4);
  samples.forEach(({ label }, i) => {
    const row = scores.subarray(i * 4, i * 4 + 4);
    row[label]! += 0.25;
    const sum = row.reduce((a, b) => a + b);
    probabilities.set(
      row.map((score) => score / sum),
      i * 4,
    );
  });
  probabilities.set(
    [0, 1, 2, 3].map((label) => Number(label === samples[0]!.label)),
    0,
  );
  probabilities.set(
    [0, 1, 2, 3].map((label) => Number(label === (samples[1]!.label + 1) % 3)),
    4,
  );
  return { probabilities, samples, labels: LABELS };
}

const sample = (i: number, label: number) => ({
  id: `${LABELS[label]}/${i}.png`,
  path: `/data/${i}.png`,
  label,
});

describe('metrics that scikit-learn 1.9.1 gives for the same predictions', () => {
  const metrics = evaluatePredictions(goldenPredictions());

  test('accuracy and confusion matrix', () => {
    expect(metrics.count).toBe(40);
    expect(metrics.accuracy).toBe(0.475);
    expect(metrics.confusion).toEqual([
      [7, 0, 5, 3],
      [2, 5, 5, 1],
      [1, 2, 7, 2],
      [0, 0, 0, 0],
    ]);
  });

  test('precision, recall and F1 of each label with zero_division=0', () => {
    const expected = [
      [0.7, 0.4666666666666667, 0.56, 15],
      [0.7142857142857143, 0.38461538461538464, 0.5, 13],
      [0.4117647058823529, 0.5833333333333334, 0.4827586206896552, 12],
      [0, 0, 0, 0],
    ];
    metrics.perClass.forEach(({ label, precision, recall, f1, support }, i) => {
      expect(label).toBe(LABELS[i]);
      expect(precision).toBeCloseTo(expected[i]![0]!, 15);
      expect(recall).toBeCloseTo(expected[i]![1]!, 15);
      expect(f1).toBeCloseTo(expected[i]![2]!, 15);
      expect(support).toBe(expected[i]![3]);
    });
    expect(metrics.macroF1).toBeCloseTo(0.3856896551724138, 15);
  });

  test('log loss, certain mistakes clipped at float32 epsilon', () => {
    // log_loss sums in float32: 1.19275522; the same clipping summed in float64, by numpy: 1.1927552434164004.
    expect(metrics.logLoss).toBeCloseTo(1.1927552434164004, 12);
  });

  test('mistakes, the most confident first', () => {
    expect(metrics.mistakes).toHaveLength(21);
    const places = metrics.mistakes.slice(0, 6).map(({ path }) => path);
    expect(places).toEqual([1, 6, 22, 23, 7, 21].map((i) => `/data/${i}.png`));
    expect(metrics.mistakes[0]).toMatchObject({ probability: 1 });
    expect(metrics.mistakes[1]!.probability).toBeCloseTo(0.7793908715248108, 7);
  });
});

test('a mistake names the sample, both labels and the probability of the wrong one', () => {
  const { mistakes, interval } = evaluatePredictions({
    probabilities: Float32Array.of(0.25, 0.75, 0.5, 0.5),
    samples: [sample(7, 0), sample(8, 0)],
    labels: ['cat', 'dog'],
  });
  expect(mistakes).toEqual([
    {
      id: 'cat/7.png',
      path: '/data/7.png',
      actual: 'cat',
      predicted: 'dog',
      probability: 0.75,
      actualProbability: 0.25,
    },
  ]);
  expect(interval[0]).toBeCloseTo(0.0945, 4); // 1 of 2, by hand: 0.5 ± 1.96 · sqrt(1/8 + 1.96²/16) / (1 + 1.96²/2)
});

test('nothing to measure gives zeros, and an interval that says so', () => {
  const metrics = evaluatePredictions({
    probabilities: new Float32Array(0),
    samples: [],
    labels: ['a', 'b'],
  });
  expect(metrics).toMatchObject({
    accuracy: 0,
    count: 0,
    interval: [0, 1],
    logLoss: 0,
    macroF1: 0,
    mistakes: [],
  });
});

test('the parts agree with each other for any predictions', () => {
  const rows = fc.array(
    fc.record({ label: fc.nat(2), scores: fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 1, max: 5 }))) }),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(rows, (rows) => {
      const probabilities = Float32Array.from(
        rows.flatMap(({ scores }) => scores.map((s) => s / scores.reduce((a, b) => a + b))),
      );
      const metrics = evaluatePredictions({
        probabilities,
        samples: rows.map(({ label }, i) => sample(i, label)),
        labels: LABELS.slice(0, 3),
      });
      const onDiagonal = metrics.confusion.reduce((sum, row, i) => sum + row[i]!, 0);
      expect(metrics.confusion.flat().reduce((a, b) => a + b)).toBe(rows.length);
      expect(metrics.accuracy).toBe(onDiagonal / rows.length);
      expect(metrics.mistakes).toHaveLength(rows.length - onDiagonal);
      expect(metrics.perClass.reduce((sum, { support }) => sum + support, 0)).toBe(rows.length);
      expect(metrics.interval[0]).toBeLessThanOrEqual(metrics.accuracy);
      expect(metrics.interval[1]).toBeGreaterThanOrEqual(metrics.accuracy);
    }),
  );
});

test('answers that are not numbers are refused, with the sample that got them', () => {
  const samples = [sample(0, 0), sample(1, 1)];
  const probabilities = Float32Array.of(0.5, 0.5, Number.NaN, Number.NaN);
  expect(() => evaluatePredictions({ probabilities, samples, labels: ['cat', 'dog'] })).toThrow(
    expect.objectContaining({ code: 'TRAINING_DIVERGED', message: expect.stringContaining('dog/1.png') }),
  );
});

test('a wrong number of probabilities is refused', () => {
  const probabilities = new Float32Array(3);
  expect(() =>
    evaluatePredictions({ probabilities, samples: [sample(0, 0)], labels: ['cat', 'dog'] }),
  ).toThrow(
    expect.objectContaining({
      code: 'OPTION_INVALID',
      message: 'Expected 2 probabilities for 1 samples and 2 labels, received 3.',
    }),
  );
});
