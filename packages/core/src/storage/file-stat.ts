import { type FileHandle, open } from 'node:fs/promises';
import { sha256 } from '../hash.js';
import type { StoredObject } from './types.js';

/** Manifests, aliases and heads are below, pictures mostly; large weights and archives above. */
const MAX_HASHED_BYTES = 1024 * 1024;

/**
 * A small file's etag is its content's hash: exact however fast versions follow each other. A larger file would take long
 * to hash, and long to write: there, its number and time of change tell versions apart.
 *
 * @throws the system's error, `EISDIR` for what is no file
 */
export async function statFile(path: string): Promise<StoredObject> {
  const file = await openFile(path);
  try {
    const { ino, mtimeNs, size } = await file.stat({ bigint: true });
    const etag = size > MAX_HASHED_BYTES ? `${ino}-${mtimeNs}-${size}` : sha256(await file.readFile());
    return { size: Number(size), etag };
  } finally {
    await file.close();
  }
}

/** Opens a file for reading; a folder, which some systems open as well, is refused. @throws the system's error */
export async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path, 'r');
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw Object.assign(new Error(`${path} is not a file`), { code: 'EISDIR' });
}
