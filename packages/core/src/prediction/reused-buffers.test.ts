import { expect, test } from 'vitest';
import { withBuffer } from './reused-buffers.js';

test('gives the memory of a computation that is over to the next one that fits in', async () => {
  const first = await withBuffer(100, async (buffer) => buffer);
  const second = await withBuffer(60, async (buffer) => buffer);
  expect([second.length, second.buffer]).toEqual([60, first.buffer]);
});

test('never gives the same memory to two computations at a time, also after one has failed', async () => {
  await expect(withBuffer(50, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  const inUse = new Set<ArrayBufferLike>();
  await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      withBuffer(10 + i, async ({ buffer }) => {
        expect(inUse.has(buffer)).toBe(false);
        inUse.add(buffer);
        await new Promise((resolve) => setTimeout(resolve, i % 7));
        inUse.delete(buffer);
      }),
    ),
  );
});
