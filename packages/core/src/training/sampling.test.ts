import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../random.js';
import { epochOrder } from './sampling.js';

test('balanced, a class of 2 comes as often as one of 10', () => {
  const labels = Int32Array.of(0, 0, ...Array<number>(10).fill(1));
  const order = epochOrder(labels, 'balanced', createRandom(1));
  const shown = order.map((position) => labels[position]);
  expect(shown.filter((label) => label === 0)).toHaveLength(6);
  expect(shown.filter((label) => label === 1)).toHaveLength(6);
  expect(new Set(order.filter((position) => labels[position] === 1)).size).toBe(6);
});

test('any order has as many samples as there are, classes apart by one at most when balanced', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 60 }), fc.nat(), (list, seed) => {
      const labels = Int32Array.from(list);
      const all = epochOrder(labels, 'shuffled', createRandom(seed));
      expect(all.toSorted((a, b) => a - b)).toEqual([...labels.keys()]);
      const balanced = epochOrder(labels, 'balanced', createRandom(seed));
      expect(balanced).toHaveLength(labels.length);
      const counts = [...new Set(list)].map((c) => balanced.filter((p) => labels[p] === c).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }),
  );
});
