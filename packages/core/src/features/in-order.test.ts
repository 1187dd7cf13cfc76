import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inOrder } from './in-order.js';

const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise(setImmediate);
};

describe('inOrder', () => {
  test('gives every result in the order of the items, however long each takes, and never starts more than asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5)), fc.integer({ min: 1, max: 8 }), async (durations, ahead) => {
        let underWay = 0;
        const results: number[] = [];
        const start = async (duration: number) => {
          expect(++underWay).toBeLessThanOrEqual(ahead);
          await turns(duration);
          return duration;
        };
        for await (const result of inOrder(durations, ahead, start)) {
          underWay--; // Counts as under way until it is taken: what waits fills memory too.
          results.push(result);
        }
        expect(results).toEqual(durations);
      }),
      { numRuns: 50 },
    );
  });

  test('throws an error in its turn, after the results before it, and waits for what it started', async () => {
    let running = 0;
    const start = async (item: number) => {
      running++;
      await turns(item === 2 ? 0 : 5);
      running--;
      if (item === 2) throw new Error('two');
      return item;
    };
    const results: number[] = [];
    const reading = async () => {
      for await (const result of inOrder([0, 1, 2, 3, 4], 4, start)) results.push(result);
    };
    await expect(reading()).rejects.toThrow('two');
    expect(results).toEqual([0, 1]);
    expect(running).toBe(0);
  });
});
