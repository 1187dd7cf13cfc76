import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileFailure } from './file-failure.js';
import { fileStorage } from './file-storage.js';
import { storageContract } from './storage-contract.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-storage-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytes = Uint8Array.from([1, 2, 3]);

describe('file storage', () => {
  storageContract(test, () => fileStorage(join(folder, 'not', 'yet', 'there')));
});

test('a key is a plain file in the folder, and nothing else is left behind', async () => {
  await fileStorage(folder).write('models/pets/model.json', bytes);
  expect(new Uint8Array(await readFile(join(folder, 'models', 'pets', 'model.json')))).toEqual(bytes);
  expect(await readdir(join(folder, 'models', 'pets'))).toEqual(['model.json']);
});

test('what one storage writes, another one on the same folder reads', async () => {
  const [one, other] = [fileStorage(folder), fileStorage(folder)];
  const segment = fc.stringMatching(/^[a-z0-9é_-]{1,12}$/);
  const key = fc
    .array(segment, { minLength: 1, maxLength: 4 })
    .map((segments) => `k/${segments.join('/')}/file.bin`);
  await fc.assert(
    fc.asyncProperty(key, fc.uint8Array({ maxLength: 300 }), async (key, content) => {
      await one.write(key, content);
      expect(await other.read(key)).toEqual(content);
      expect(await other.list(key)).toEqual([key]);
      await other.remove(key);
      expect(await one.exists(key)).toBe(false);
    }),
    { numRuns: 50 },
  );
});

test('a half-written file of a killed process is no key', async () => {
  await writeFile(join(folder, '.graft-1234.tmp'), bytes);
  expect(await fileStorage(folder).list()).toEqual([]);
});

test('a link to a file is a key like any other', async () => {
  await writeFile(join(folder, 'target'), bytes);
  await symlink('target', join(folder, 'link'));
  expect(await fileStorage(folder).list()).toEqual(['link', 'target']);
  expect(await fileStorage(folder).read('link')).toEqual(bytes);
});

test('a write that fails says why, keeps the cause and cleans up', async () => {
  const storage = fileStorage(folder);
  await storage.write('models', bytes);
  const failure = await storage.write('models/pets', bytes).catch((error) => error);
  expect(failure).toMatchObject({ code: 'STORAGE_FAILED', kind: 'failure', cause: { syscall: 'mkdir' } });
  expect(failure.message).toContain(join(folder, 'models', 'pets'));

  await mkdir(join(folder, 'taken'));
  await expect(storage.write('taken', bytes)).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    cause: { syscall: 'rename' },
  });
  expect((await readdir(folder)).sort()).toEqual(['models', 'taken']);
});

test.skipIf(process.getuid?.() === 0)(
  'a folder without permission is named (skipped for root, who may do anything)',
  async () => {
    const storage = fileStorage(join(folder, 'locked'));
    await storage.write('key', bytes);
    await chmod(join(folder, 'locked'), 0o500);
    await expect(storage.write('key', bytes)).rejects.toMatchObject({ code: 'STORAGE_PERMISSION' });
    await expect(storage.remove('key')).rejects.toMatchObject({ code: 'STORAGE_PERMISSION' });
    expect(await storage.read('key')).toEqual(bytes);
    await chmod(join(folder, 'locked'), 0o700);
  },
);

test.each([
  ['ENOSPC', 'STORAGE_FULL', /no space left to write models\/a .*free some space/],
  ['EDQUOT', 'STORAGE_FULL', /no space left/],
  ['EACCES', 'STORAGE_PERMISSION', /may not write models\/a .*another folder/],
  ['EROFS', 'STORAGE_PERMISSION', /may not write/],
  ['EIO', 'STORAGE_FAILED', /Could not write models\/a: i\/o error/],
])('the system error %s becomes %s', (systemCode, code, message) => {
  const cause = Object.assign(new Error('i/o error'), { code: systemCode });
  const failure = fileFailure('write', 'models/a', cause);
  expect(failure).toMatchObject({ code, cause });
  expect(failure.message).toMatch(message);
});
