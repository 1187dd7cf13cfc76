import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseThreshold } from './choose-threshold.js';

const ranked = { scores: [0.9, 0.8, 0.6, 0.4, 0.2, 0.1], positives: [true, true, false, true, false, false] };

test('a missed sample that costs five times a false alarm moves the threshold below it', () => {
  const choice = chooseThreshold(ranked, { missed: 5, falseAlarm: 1 });
  // Calling 0.4 and above: one false alarm. At a half: one missed, one false alarm.
  expect(choice).toEqual({
    threshold: expect.closeTo(0.3),
    cost: 1 / 6,
    usualCost: 1,
    recall: 1,
    precision: 0.75,
  });
});

test('a false alarm that costs more moves it above', () => {
  const choice = chooseThreshold(ranked, { missed: 1, falseAlarm: 5 });
  expect(choice).toMatchObject({ cost: 1 / 6, recall: 2 / 3, precision: 1 });
  expect(choice.threshold).toBeCloseTo(0.7);
});

test('of thresholds that cost the same, that of calibrated probabilities is taken', () => {
  const apart = { scores: [0.99, 0.01], positives: [true, false] };
  expect(chooseThreshold(apart, { missed: 3, falseAlarm: 1 }).threshold).toBe(0.25);
  expect(chooseThreshold(apart, { missed: 1, falseAlarm: 1 }).threshold).toBe(0.5);
});

test('no threshold whatever is cheaper', () => {
  const sample = fc.record({ score: fc.integer({ min: 0, max: 10 }), positive: fc.boolean() });
  const cost = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(
      fc.array(sample, { minLength: 1, maxLength: 30 }),
      cost,
      cost,
      (samples, missed, falseAlarm) => {
        fc.pre(missed + falseAlarm > 0);
        const scores = samples.map(({ score }) => score / 10);
        const positives = samples.map(({ positive }) => positive);
        const costAt = (threshold: number) =>
          samples.reduce((sum, { positive }, i) => {
            const called = scores[i]! >= threshold;
            return sum + (called === positive ? 0 : called ? falseAlarm : missed);
          }, 0) / samples.length;
        const choice = chooseThreshold({ scores, positives }, { missed, falseAlarm });
        expect(costAt(choice.threshold)).toBeCloseTo(choice.cost, 10);
        expect(costAt(0.5)).toBeCloseTo(choice.usualCost, 10);
        for (let threshold = 0; threshold <= 1.1; threshold += 0.05) {
          expect(choice.cost).toBeLessThanOrEqual(costAt(threshold) + 1e-10);
        }
      },
    ),
  );
});

test('costs that are none are refused', () => {
  for (const costs of [
    { missed: -1, falseAlarm: 1 },
    { missed: 0, falseAlarm: 0 },
    { missed: Number.NaN, falseAlarm: 1 },
  ]) {
    expect(() => chooseThreshold(ranked, costs)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  }
});
