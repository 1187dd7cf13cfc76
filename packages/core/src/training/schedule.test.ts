import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSchedule } from './schedule.js';

describe('a schedule', () => {
  test('constant stays at the peak', () => {
    const rate = createSchedule('constant', 0.1, 10);
    expect([0, 5, 9].map(rate)).toEqual([0.1, 0.1, 0.1]);
  });

  test('cosine warms up over a tenth of the steps and ends at 1% of the peak', () => {
    const rate = createSchedule('cosine', 1, 100);
    expect(rate(0)).toBeCloseTo(1 / 11, 12);
    expect(rate(9)).toBeCloseTo(10 / 11, 12);
    expect(rate(10)).toBe(1);
    // Half way down the cosine: the mean of both ends.
    expect(rate(10 + 89 / 2)).toBeCloseTo((1 + 0.01) / 2, 12);
    expect(rate(99)).toBeCloseTo(0.01, 12);
  });

  test('one-cycle rises from a 25th for 30% of the steps, then falls to nearly nothing', () => {
    const rate = createSchedule('one-cycle', 1, 100);
    expect(rate(0)).toBeCloseTo(0.04, 12);
    expect(rate(15)).toBeCloseTo((1 + 0.04) / 2, 12);
    expect(rate(30)).toBe(1);
    expect(rate(99)).toBeCloseTo(1e-5, 12);
  });

  test('never exceeds its peak nor reaches zero, however few the steps', () => {
    const name = fc.constantFrom('constant', 'cosine', 'one-cycle' as const);
    fc.assert(
      fc.property(
        name,
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        (schedule, peak, steps) => {
          const rate = createSchedule(schedule as 'cosine', peak, steps);
          for (let step = 0; step < steps; step++) {
            expect(rate(step)).toBeGreaterThan(0);
            expect(rate(step)).toBeLessThanOrEqual(peak * (1 + 1e-12));
          }
        },
      ),
    );
  });
});
