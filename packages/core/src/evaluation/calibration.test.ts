import { uniform } from '@graft/testing';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calibrate, fitTemperature, reliability, withTemperature } from './calibration.js';

/** 300 rows of four labels: softmax(6 · `uniform('calibration/logits')`, the right label's logit 1.5 higher). */
function goldenAnswers() {
  const labels = Array.from(uniform('calibration/labels', 300), (u) => Math.floor(u * 4));
  const logits = uniform('calibration/logits', 300 * 4).map((u) => 6 * u);
  const probabilities = new Float32Array(300 * 4);
  labels.forEach((label, i) => {
    const row = logits.subarray(4 * i, 4 * i + 4);
    row[label]! += 1.5;
    const powers = row.map(Math.exp);
    const sum = powers.reduce((a, b) => a + b);
    probabilities.set(
      powers.map((power) => power / sum),
      4 * i,
    );
  });
  return { probabilities, labels };
}

describe('what numpy and scipy 1.16 give for the same answers', () => {
  const calibration = calibrate(goldenAnswers(), goldenAnswers());

  test('the temperature: minimize_scalar over its logarithm, bounded', () => {
    expect(calibration.temperature).toBeCloseTo(2.09276576368853, 5);
    expect(calibration.samples).toBe(300);
  });

  test('the expected calibration error in 15 bins, before and after', () => {
    expect(calibration.before.expectedCalibrationError).toBeCloseTo(0.18308290114005404, 6);
    expect(calibration.after.expectedCalibrationError).toBeCloseTo(0.09117328166414154, 5);
  });
});

test('the error of two bins, by hand', () => {
  // Confidences 0.8, 0.8 (one right) and 1 (right): 2/3 · |0.8 - 0.5| + 1/3 · |1 - 1|.
  const answers = { probabilities: Float32Array.of(0.8, 0.2, 0.2, 0.8, 0, 1), labels: [0, 0, 1] };
  const { expectedCalibrationError, bins } = reliability(answers);
  expect(expectedCalibrationError).toBeCloseTo(0.2, 7);
  expect(bins).toEqual([
    { count: 2, confidence: expect.closeTo(0.8, 6), accuracy: 0.5 },
    { count: 1, confidence: 1, accuracy: 1 },
  ]);
});

test('nothing to measure has no error', () => {
  expect(reliability({ probabilities: new Float32Array(0), labels: [] })).toEqual({
    expectedCalibrationError: 0,
    bins: [],
  });
});

test('a temperature of 2 takes the square root of the odds', () => {
  const [first, second] = withTemperature(Float32Array.of(0.9, 0.1), 1, 2);
  expect(first! / second!).toBeCloseTo(3, 6); // √(0.9 / 0.1)
});

test.each([0.5, 3])('finds again the temperature when logits are multiplied by %d', (factor) => {
  const { probabilities, labels } = goldenAnswers();
  // Ten times the same samples, so that the prior hardly counts.
  const often = (values: Iterable<number>) => Array.from({ length: 10 }, () => [...values]).flat();
  const fit = (rows: Float32Array) =>
    fitTemperature({ probabilities: Float32Array.from(often(rows)), labels: often(labels) });
  const changed = withTemperature(probabilities, labels.length, 1 / factor);
  expect(Math.abs(fit(changed) / fit(probabilities) / factor - 1)).toBeLessThan(0.01);
});

test('keeps the order of every answer, and rows that sum to 1', () => {
  const row = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(row, fc.double({ min: 0.05, max: 20, noNaN: true }), (scores, temperature) => {
      fc.pre(Math.max(...scores) > 1e-3);
      const sum = scores.reduce((a, b) => a + b);
      const answer = Float32Array.from(scores, (score) => score / sum);
      const changed = withTemperature(answer, 1, temperature);
      expect(changed.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      expect(changed[answer.indexOf(Math.max(...answer))]).toBe(Math.max(...changed));
    }),
  );
});

test('certain and right answers do not ask for certainty without end', () => {
  const sure = { probabilities: Float32Array.of(0.99, 0.01, 0.01, 0.99), labels: [0, 1] };
  expect(fitTemperature(sure)).toBeGreaterThan(0.8);
  expect(fitTemperature(sure)).toBeLessThan(1);
});

test('one certain mistake is no infinite loss', () => {
  const wrong = { probabilities: Float32Array.of(1, 0), labels: [1] };
  expect(fitTemperature(wrong)).toBeGreaterThan(1);
  expect(fitTemperature(wrong)).toBeLessThanOrEqual(20);
});
