import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256 } from '../hash.js';
import { writeConflict } from './conflict.js';
import { isAbsent } from './file-failure.js';
import { withFileLock } from './file-lock.js';
import { statFile } from './file-stat.js';
import type { WriteCondition } from './types.js';

/**
 * Writes a file under a hidden name beside its place, flushes it to disk and moves it there in one step.
 *
 * @throws StorageError `STORAGE_CONFLICT` when the condition does not hold; else what the system or the source throws.
 *   In both cases the place is as it was.
 */
export async function writeAtomically(
  path: string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  condition?: WriteCondition,
): Promise<void> {
  const temporary = join(dirname(path), `.graft-${randomUUID()}.tmp`);
  await mkdir(dirname(path), { recursive: true });
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      // Without it, a power cut after the move could leave an empty file in place of the old one.
      await file.sync();
    } finally {
      await file.close();
    }
    if (!condition) await rename(temporary, path);
    else if ('ifAbsent' in condition) await moveIfAbsent(temporary, path, condition);
    else await moveIfMatch(temporary, path, condition);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** A link, unlike a move, is refused by the system where there is a file already. */
async function moveIfAbsent(temporary: string, path: string, condition: WriteCondition): Promise<void> {
  await link(temporary, path).catch((cause) => {
    throw (cause as NodeJS.ErrnoException).code === 'EEXIST' ? writeConflict(path, condition, cause) : cause;
  });
  await rm(temporary);
}

/** No system call compares and moves at once, so conditional writers of one key take turns. */
async function moveIfMatch(
  temporary: string,
  path: string,
  condition: { readonly ifMatch: string },
): Promise<void> {
  // Hashed, since the name of the file may be as long as a name can be.
  const name = sha256(basename(path)).slice(0, 32);
  await withFileLock(join(dirname(path), `.graft-${name}.lock`), async () => {
    const current = await statFile(path).catch((cause) => {
      if (isAbsent(cause)) return undefined;
      throw cause;
    });
    if (current?.etag !== condition.ifMatch) throw writeConflict(path, condition);
    await rename(temporary, path);
  });
}
