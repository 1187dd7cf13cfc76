import { uniform } from '@graft/testing';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../random.js';
import { calibrate, calibrationErrorByChance, fitTemperature, reliability, softmax } from './calibration.js';

/** 300 rows of four labels: logits 6 · `uniform('calibration/logits')`, the right label's 1.5 higher. */
function goldenAnswers() {
  const labels = Array.from(uniform('calibration/labels', 300), (u) => Math.floor(u * 4));
  const logits = Float32Array.from(uniform('calibration/logits', 300 * 4), (u) => 6 * u);
  labels.forEach((label, i) => {
    logits[4 * i + label]! += 1.5;
  });
  return { logits, labels };
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

describe('the error by chance', () => {
  test('of one answer in each bin, by hand', () => {
    // |right - confidence| is 0.2 with 0.8 and 0.8 with 0.2; a certain answer is never off.
    const bin = (confidence: number) => ({ count: 1, confidence, accuracy: 1 });
    expect(calibrationErrorByChance([bin(0.8)])).toBeCloseTo(0.32, 12);
    expect(calibrationErrorByChance([bin(0.8), bin(1)])).toBeCloseTo(0.16, 12);
    expect(calibrationErrorByChance([])).toBe(0);
  });

  test('of four answers with 0.75: |X / 4 - 0.75| over the binomial distribution', () => {
    const expected = [1, 12, 54, 108, 81].map((ways, right) => (ways / 256) * Math.abs(right / 4 - 0.75));
    const error = calibrationErrorByChance([{ count: 4, confidence: 0.75, accuracy: 0 }]);
    expect(error).toBeCloseTo(
      expected.reduce((a, b) => a + b),
      12,
    );
  });

  test('is the mean of what labels drawn with these probabilities give', () => {
    const random = createRandom(1);
    const confidences = Array.from({ length: 300 }, (_, i) => 0.5 + (i % 5) / 10 + 0.05);
    const probabilities = Float32Array.from(confidences.flatMap((p) => [p, 1 - p]));
    const drawn = Array.from({ length: 400 }, () =>
      reliability({ probabilities, labels: confidences.map((p) => (random.next() < p ? 0 : 1)) }),
    );
    const mean = drawn.reduce((sum, each) => sum + each.expectedCalibrationError, 0) / drawn.length;
    expect(calibrationErrorByChance(drawn[0]!.bins) / mean).toBeCloseTo(1, 1);
  });
});

test('nothing to measure has no error', () => {
  expect(reliability({ probabilities: new Float32Array(0), labels: [] })).toEqual({
    expectedCalibrationError: 0,
    bins: [],
  });
});

test('a temperature of 2 takes the square root of the odds', () => {
  const [first, second] = softmax(Float32Array.of(Math.log(0.9), Math.log(0.1)), 1, 2);
  expect(first! / second!).toBeCloseTo(3, 6); // √(0.9 / 0.1)
});

test.each([0.5, 3, 100])('finds again the temperature when logits are multiplied by %d', (factor) => {
  const { logits, labels } = goldenAnswers();
  // Ten times the same samples, so that the prior hardly counts.
  const often = (values: Iterable<number>) => Array.from({ length: 10 }, () => [...values]).flat();
  const fit = (rows: Float32Array) =>
    fitTemperature({ logits: Float32Array.from(often(rows)), labels: often(labels) });
  expect(Math.abs(fit(logits.map((logit) => logit * factor)) / fit(logits) / factor - 1)).toBeLessThan(0.01);
});

test('keeps the order of every answer, and rows that sum to 1', () => {
  const row = fc.array(fc.double({ min: -500, max: 500, noNaN: true }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(row, fc.double({ min: 0.05, max: 1000, noNaN: true }), (scores, temperature) => {
      const logits = Float32Array.from(scores);
      const changed = softmax(logits, 1, temperature);
      expect(changed.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      expect(changed[logits.indexOf(Math.max(...logits))]).toBe(Math.max(...changed));
    }),
  );
});

test('certain and right answers do not ask for certainty without end', () => {
  const sure = { logits: Float32Array.of(4.6, 0, 0, 4.6), labels: [0, 1] };
  expect(fitTemperature(sure)).toBeGreaterThan(0.8);
  expect(fitTemperature(sure)).toBeLessThan(1);
});

test('one certain mistake is no infinite temperature', () => {
  const wrong = { logits: Float32Array.of(200, 0), labels: [1] };
  expect(fitTemperature(wrong)).toBeGreaterThan(1);
  expect(fitTemperature(wrong)).toBeLessThan(200);
});

test('logits of hundreds are told apart, whose probabilities are all 0 or 1', () => {
  // Right where the margin is 400, wrong half of the time where it is 100.
  const rows = Array.from({ length: 40 }, (_, i) => ({ margin: i % 2 ? 400 : 100, right: i % 4 !== 0 }));
  const logits = Float32Array.from(rows.flatMap(({ margin }) => [margin, 0]));
  const labels = rows.map(({ right }) => (right ? 0 : 1));
  const probabilities = softmax(logits, 40, fitTemperature({ logits, labels }));
  expect(probabilities[2]! - probabilities[0]!).toBeGreaterThan(0.2);
});
