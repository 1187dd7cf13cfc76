import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileStorage, type Storage } from '@graft/core';

const MANIFEST = 'model.json';
/** Frozen parts, shared by every model in a storage: a bundle's reader looks for them at its root. */
const SHARED = 'prefixes/';

/**
 * Copies a bundle from a local folder to its place in storage, frozen parts first and `model.json` last: until that is
 * there, nobody takes it for a model.
 */
export async function publishBundle(folder: string, storage: Storage, prefix: string): Promise<void> {
  const keys = await fileStorage(folder).list();
  const copy = (key: string, to: string) => storage.writeStream(to, createReadStream(join(folder, key)));
  for (const key of keys.filter((each) => each.startsWith(SHARED))) {
    if (!(await isThere(storage, key, join(folder, key)))) await copy(key, key);
  }
  const own = keys.filter((key) => !key.startsWith(SHARED) && key !== MANIFEST);
  for (const key of [...own, MANIFEST]) await copy(key, `${prefix}/${key}`);
}

/** A name says what the bytes must be, so the size tells whether they are whole. */
async function isThere(storage: Storage, key: string, path: string): Promise<boolean> {
  if (!(await storage.exists(key))) return false;
  return (await storage.stat(key)).size === (await stat(path)).size;
}
