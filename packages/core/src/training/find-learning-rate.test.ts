import { describe, expect, test } from 'vitest';
import type { FeatureSet } from '../features/feature-set.js';
import { suggestRate } from './suggest-rate.js';
import { type RateSweepOptions, sweepRates } from './sweep-rates.js';
import type { Trainer } from './trainer.js';

/** Gradient descent on the loss a/2 w², from w = 1. */
function quadratic(a: number): Pick<Trainer, 'step'> {
  let w = 1;
  return {
    step(_, { learningRate }) {
      const loss = (a / 2) * w ** 2;
      w -= learningRate * a * w;
      return { loss, correct: 0 };
    },
  };
}

const oneRow: FeatureSet = {
  samples: [{ id: 'a', path: 'a', sha256: 'a', label: 0 }],
  labels: Int32Array.of(0),
  shape: [1],
  read: async () => Float32Array.of(0),
};
const sweep = (a: number, options: RateSweepOptions = {}) =>
  sweepRates(quadratic(a), oneRow, { smoothing: 0, batchSize: 1, seed: 1, ...options });

describe('a sweep over the quadratic a/2 w²', () => {
  test('sees the losses that follow by hand: each step shrinks w by 1 - a * rate', async () => {
    const { rates, losses } = await sweep(4, { start: 1e-3, end: 0.1, steps: 3 });
    expect(rates.map((rate) => Number(rate.toPrecision(12)))).toEqual([1e-3, 1e-2, 0.1]);
    const expected = [2, 2 * 0.996 ** 2, 2 * (0.996 * 0.96) ** 2];
    losses.forEach((loss, i) => {
      expect(loss).toBeCloseTo(expected[i]!, 12);
    });
  });

  test.each([0.5, 4, 100])(
    'with curvature %d, the loss turns where theory says: at a rate of 2 / a',
    async (a) => {
      const { rates, losses, exploded } = await sweep(a, { start: 1e-4 / a, end: 100 / a, steps: 400 });
      const lowest = losses.indexOf(Math.min(...losses));
      // The loss after a step that shrinks |w| is lower, and shrinking ends at 2 / a.
      expect(rates[lowest - 1]! * a).toBeLessThan(2);
      expect(rates[lowest]! * a).toBeGreaterThanOrEqual(2);
      expect(exploded).toBe(true);
    },
  );

  test.each([0.5, 4, 100])('with curvature %d, suggestions are below 1 / a and of its order', async (a) => {
    // So slow that w is nearly settled before 1 / a: the loss falls fastest where the decay -2 a sum(rates) does.
    const suggestion = suggestRate(await sweep(a, { start: 1e-4 / a, end: 100 / a, steps: 100 }))!;
    for (const rate of [suggestion.steepest, suggestion.valley]) {
      expect(rate * a).toBeGreaterThan(1e-3);
      expect(rate * a).toBeLessThan(1);
    }
  });

  test('scales with the curvature: twice as curved, half the rate', async () => {
    const of = async (a: number) => suggestRate(await sweep(a, { start: 1e-4 / a, end: 100 / a }))!;
    const [one, two] = [await of(1), await of(2)];
    expect(two.steepest).toBeCloseTo(one.steepest / 2, 10);
    expect(two.valley).toBeCloseTo(one.valley / 2, 10);
  });
});

test('smoothing is an exponential mean that starts unbiased: of 2, 1 with 0.5 it is 2, 4/3', async () => {
  const losses = [2, 1];
  const trainer = { step: () => ({ loss: losses.shift()!, correct: 0 }) };
  const swept = await sweepRates(trainer, oneRow, {
    smoothing: 0.5,
    steps: 2,
    batchSize: 1,
    seed: 1,
  });
  expect(swept.losses[0]).toBeCloseTo(2, 12);
  expect(swept.losses[1]).toBeCloseTo(4 / 3, 12);
});

test('fastai reads the same suggestions off the same losses', () => {
  // fastai/callback/schedule.py, `valley` and `steep`, run on these lists.
  const rates = Array.from({ length: 40 }, (_, i) => 1e-5 * 1.4 ** i);
  const losses = rates.map((rate) => 1 / (1 + 400 * rate) + 0.6 * rate ** 2 + 0.01 * Math.sin(3000 * rate));
  const trimmed = { rates: [...Array(5).fill(1e-7), ...rates], losses: [...Array(5).fill(1), ...losses] };
  const suggestion = suggestRate({ ...trimmed, exploded: false })!;
  expect(suggestion.valley).toBeCloseTo(0.0007937147732541434, 10);
  expect(suggestion.steepest).toBeCloseTo(0.004268788542106362, 10);
});
