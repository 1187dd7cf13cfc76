import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from '../hash.js';
import { openRowStore } from './row-store.js';

const ROW_BYTES = 3;

test('holds what a map holds, whoever put it and however often the store is opened', async () => {
  const step = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ key: fc.nat(20), row: fc.uint8Array({ minLength: 3, maxLength: 3 }) }),
    },
    { weight: 2, arbitrary: fc.constantFrom('wait', 'open again') },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const folder = await mkdtemp(join(tmpdir(), 'graft-rows-'));
      const expected = new Map<number, Uint8Array>();
      let store = await openRowStore(folder, ROW_BYTES);
      let puts: Promise<void>[] = [];
      const settle = async () => {
        await Promise.all(puts);
        puts = [];
      };
      for (const next of steps) {
        if (typeof next === 'object') {
          if (expected.has(next.key)) continue; // A key is the hash of what makes the row: it has one row.
          expected.set(next.key, next.row);
          puts.push(store.put(sha256(`${next.key}`), next.row));
        } else {
          await settle();
          if (next === 'wait') continue;
          await store.close();
          store = await openRowStore(folder, ROW_BYTES);
        }
      }
      await settle();
      for (let key = 0; key <= 20; key++) {
        const row = await store.get(sha256(`${key}`));
        expect(row && [...row]).toEqual(expected.has(key) ? [...expected.get(key)!] : undefined);
      }
      await store.close();
    }),
    { numRuns: 40 },
  );
});

test('rows of another size are none of its own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-rows-'));
  const store = await openRowStore(folder, ROW_BYTES);
  await store.put(sha256('a'), Uint8Array.of(1, 2, 3));
  await store.close();
  const other = await openRowStore(folder, ROW_BYTES + 1);
  expect(await other.get(sha256('a'))).toBeUndefined();
  await other.close();
});
