import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBatcher } from './batcher.js';

test('every request gets its own answer, in batches of at most the given size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer(), { maxLength: 100 }),
      fc.integer({ min: 1, max: 8 }),
      async (inputs, size) => {
        const sizes: number[] = [];
        const batcher = createBatcher<number, number>({ maxBatch: size, atOnce: 2 }, async (batch) => {
          sizes.push(batch.length);
          return batch.map((input) => input * 2);
        });
        expect(await Promise.all(inputs.map((input) => batcher.add(input)))).toEqual(
          inputs.map((input) => input * 2),
        );
        expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(size);
        expect(batcher.pending).toBe(0);
      },
    ),
    { numRuns: 50 },
  );
});

test('requests that come while a batch runs go together in the next', async () => {
  const batches: number[][] = [];
  const batcher = createBatcher<number, number>({ maxBatch: 32, atOnce: 1 }, async (batch) => {
    batches.push([...batch]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return batch;
  });
  const first = batcher.add(1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await Promise.all([first, batcher.add(2), batcher.add(3), batcher.add(4)]);
  expect(batches).toEqual([[1], [2, 3, 4]]);
});

test('a batch that fails fails its own requests and no other', async () => {
  let fail = true;
  const batcher = createBatcher<number, number>({ maxBatch: 8, atOnce: 1 }, async (batch) => {
    if (fail) throw new Error('broken');
    return batch;
  });
  await expect(batcher.add(1)).rejects.toThrow('broken');
  fail = false;
  await expect(batcher.add(2)).resolves.toBe(2);
});
