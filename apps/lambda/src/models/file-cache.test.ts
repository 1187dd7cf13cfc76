import { createHash, randomBytes } from 'node:crypto';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing.js';
import { createFileCache } from './file-cache.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const file = (size: number) => {
  const bytes = new Uint8Array(randomBytes(size));
  return { bytes, name: sha256(bytes) };
};

describe('the cache in /tmp', () => {
  test('gives back what it was given, also to the next process', async () => {
    const folder = await temporaryFolder();
    const { bytes, name } = file(100);
    await createFileCache(folder, 1000).write(name, bytes);
    expect(await createFileCache(folder, 1000).read(name)).toEqual(bytes);
    expect(await createFileCache(folder, 1000).read('0'.repeat(64))).toBeUndefined();
  });

  test('gives nothing that is not what its hash says, and removes it', async () => {
    const folder = await temporaryFolder();
    const { bytes, name } = file(100);
    const cache = createFileCache(folder, 1000);
    await cache.write(name, bytes);
    await writeFile(join(folder, name), bytes.slice(1));
    expect(await cache.read(name)).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  test('clears away what a process that was killed had half written', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, '.half'), 'half');
    expect(await createFileCache(folder, 1000).read('0'.repeat(64))).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  test('never holds more than it may, and drops what was used longest ago', async () => {
    const folder = await temporaryFolder();
    const cache = createFileCache(folder, 250);
    const [a, b, c] = [file(100), file(100), file(100)];
    await cache.write(a.name, a.bytes);
    await cache.write(b.name, b.bytes);
    await cache.read(a.name);
    await cache.write(c.name, c.bytes);
    expect(await readdir(folder)).toEqual([a.name, c.name].sort());
  });

  test('holds to its limit whatever is written at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 12 }),
        fc.integer({ min: 0, max: 300 }),
        async (sizes, maxBytes) => {
          const folder = await temporaryFolder();
          const cache = createFileCache(folder, maxBytes);
          await Promise.all(sizes.map(file).map(({ name, bytes }) => cache.write(name, bytes)));
          const held = await Promise.all(
            (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size),
          );
          expect(held.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(maxBytes);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('costs no answer where nothing can be written', async () => {
    const { bytes, name } = file(10);
    const cache = createFileCache('/dev/null/none', 1000);
    await cache.write(name, bytes);
    expect(await cache.read(name)).toBeUndefined();
  });
});
