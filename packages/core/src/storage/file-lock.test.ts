import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withFileLock } from './file-lock.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a lock that a killed process left is taken over, by one waiter after the other', async () => {
  const path = join(folder, 'lock');
  await writeFile(path, '');
  let inside = 0;
  let most = 0;
  const body = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 8 }, () => withFileLock(path, body, { abandonedAfterMs: 100 })));
  expect(most).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

test('what fails under a lock releases it', async () => {
  const path = join(folder, 'lock');
  const failing = withFileLock(path, async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await withFileLock(path, async () => 'next')).toBe('next');
});
