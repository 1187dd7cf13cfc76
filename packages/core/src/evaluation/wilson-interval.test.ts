import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wilsonInterval } from './wilson-interval.js';

/** `proportion_confint(successes, count, alpha=0.05, method='wilson')` of statsmodels 0.15.0. */
const STATSMODELS = [
  [198, 200, 0.9642782382838231, 0.9972533418664555],
  [905, 1000, 0.8852455602057479, 0.9216547654209526],
  [5, 10, 0.23659309051256394, 0.7634069094874361],
  [1, 3, 0.06149194472039626, 0.7923403991979523],
  [0, 10, 0, 0.27753279986288926],
  [10, 10, 0.7224672001371106, 1],
  [1, 1, 0.2065493143772374, 1],
] as const;

describe('the Wilson interval', () => {
  test.each(STATSMODELS)(
    'of %d right out of %d is [%d, %d], as statsmodels says',
    (successes, count, low, high) => {
      const interval = wilsonInterval(successes, count);
      expect(interval[0]).toBeCloseTo(low, 14);
      expect(interval[1]).toBeCloseTo(high, 14);
    },
  );

  test('of none out of n ends at z² / (n + z²), by hand', () => {
    const z2 = 1.959963984540054 ** 2;
    expect(wilsonInterval(0, 10)[1]).toBeCloseTo(z2 / (10 + z2), 15);
  });

  test('is everything when nothing was tried', () => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });

  test('lies in [0, 1], holds the proportion, and mirrors when successes and failures swap', () => {
    const tries = fc
      .integer({ min: 1, max: 1e6 })
      .chain((count) => fc.tuple(fc.integer({ min: 0, max: count }), fc.constant(count)));
    fc.assert(
      fc.property(tries, ([successes, count]) => {
        const [low, high] = wilsonInterval(successes, count);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(successes / count);
        expect(high).toBeGreaterThanOrEqual(successes / count);
        expect(high).toBeLessThanOrEqual(1);
        const mirrored = wilsonInterval(count - successes, count);
        expect(mirrored[0]).toBeCloseTo(1 - high, 12);
        expect(mirrored[1]).toBeCloseTo(1 - low, 12);
      }),
    );
  });
});
