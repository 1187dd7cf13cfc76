import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowCodecs } from './row-codec.js';
import { openRowFile } from './row-file.js';

const temporaryFile = async () => join(await mkdtemp(join(tmpdir(), 'graft-rows-')), 'rows');
const rowOf = (position: number, length: number) =>
  Float32Array.from({ length }, (_, i) => position + i / 1024);

test('gives any rows in any order, also while it is written', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('float32', 'float16'),
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.nat(29)),
      async (precision, length, wanted) => {
        const codec = rowCodecs[precision];
        const file = await openRowFile(await temporaryFile(), codec, length);
        for (let half = 0; half < 2; half++) {
          for (let i = 0; i < 15; i++) await file.append(rowOf(half * 15 + i, length));
          const positions = wanted.filter((position) => position < (half + 1) * 15);
          const expected = positions.map((position) => [
            ...codec.decode(codec.encode(rowOf(position, length))).row,
          ]);
          expect([...(await file.read(positions))]).toEqual(expected.flat());
        }
        await file.close();
      },
    ),
    { numRuns: 30 },
  );
});

test('keeps rows as they were when they were appended', async () => {
  const file = await openRowFile(await temporaryFile(), rowCodecs.float32, 2);
  const row = Float32Array.of(1, 2);
  await file.append(row);
  row.fill(0);
  expect(await file.read([0])).toEqual(Float32Array.of(1, 2));
  await file.close();
});

test('leaves no file behind, not even when the process is killed', async () => {
  const path = await temporaryFile();
  const file = await openRowFile(path, rowCodecs.float32, 2);
  expect(await readdir(join(path, '..'))).toEqual([]);
  await file.close();
});
