import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mcnemar } from './mcnemar.js';

/** Answers with so many samples on which only the first, only the second, both or neither model is right. */
function answers(onlyFirst: number, onlySecond: number, both = 50, neither = 7) {
  const part = (count: number, value: boolean) => new Array<boolean>(count).fill(value);
  return [
    [...part(both + onlyFirst, true), ...part(onlySecond + neither, false)],
    [...part(both, true), ...part(onlyFirst, false), ...part(onlySecond, true), ...part(neither, false)],
  ] as const;
}

/** statsmodels 0.14.5, `mcnemar(table, exact=True)`. */
test.each([
  [3, 9, 0.14599609375],
  [0, 6, 0.03125],
  [12, 12, 1],
  [1, 0, 1],
  [0, 0, 1],
  [10, 14, 0.5412561893463135],
])('few discordant pairs, %i and %i: the exact binomial p is %d', (first, second, p) => {
  const result = mcnemar(...answers(first, second));
  expect(result).toMatchObject({
    bothRight: 50,
    onlyFirstRight: first,
    onlySecondRight: second,
    bothWrong: 7,
    method: 'exact binomial',
  });
  expect(result.p).toBeCloseTo(p, 12);
});

/** statsmodels 0.14.5, `mcnemar(table, exact=False, correction=True)`. */
test.each([
  [10, 15, 0.4237107971667936],
  [30, 12, 0.008711912962379598],
  [121, 59, 5.450094825427117e-6],
  [400, 390, 0.7488124554870385],
  [25, 0, 1.5866563039511885e-6],
  [500, 100, 1.1793914571507799e-59],
])('many discordant pairs, %i and %i: chi-square with continuity correction, p is %d', (first, second, p) => {
  const result = mcnemar(...answers(first, second));
  expect(result.method).toBe('chi-square');
  expect(result.p / p).toBeCloseTo(1, 6);
});

test('it does not matter which model is the first, nor what both get right', () => {
  const count = fc.integer({ min: 0, max: 60 });
  fc.assert(
    fc.property(count, count, count, (a, b, both) => {
      const { p } = mcnemar(...answers(a, b));
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThanOrEqual(1);
      expect(mcnemar(...answers(b, a, both)).p).toBe(p);
    }),
  );
});

test('answers about other samples are refused', () => {
  expect(() => mcnemar([true], [])).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
});
