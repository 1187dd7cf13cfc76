import { DatasetError, OptionError, type Storage, type Task } from '@graft/core';
import { labelByPath } from './named-files.js';
import { tooManyBytes } from './too-many-bytes.js';
import type { OpenSource } from './types.js';

/** Where clients may put pictures into the storage for import; everything else there is Graft's own. */
export const IMPORTS = 'imports/';

/** @throws OptionError `PATH_NOT_ALLOWED`. */
export function checkImportPrefix(prefix: string, field: string): string {
  const folder = prefix.endsWith('/') ? prefix : `${prefix}/`;
  const segments = folder.split('/').slice(0, -1);
  const isPlain = segments.every((segment) => /^[^.\p{Cc}\\:][^\p{Cc}\\:]*$/u.test(segment));
  if (folder.startsWith(IMPORTS) && isPlain && Buffer.byteLength(folder) < 500) return folder;
  throw new OptionError(
    'PATH_NOT_ALLOWED',
    `${field} is ${JSON.stringify(prefix)}: expected a prefix below ${IMPORTS} in the storage.`,
    { details: { field } },
  );
}

/** Objects below a prefix of the storage, laid out as a folder would be. */
export async function openPrefix(storage: Storage, prefix: string, task: Task): Promise<OpenSource> {
  const keys = await storage.list(prefix);
  if (keys.length === 0) {
    throw new DatasetError('DATASET_NOT_FOUND', `There is nothing below ${prefix} in the storage.`);
  }
  const read = async (path: string, maxBytes: number) => {
    const key = prefix + path;
    const { size } = await storage.stat(key);
    if (size > maxBytes) throw tooManyBytes(path, size, maxBytes);
    return storage.read(key);
  };
  const paths = keys.map((key) => key.slice(prefix.length));
  const { files, notices } = await labelByPath(paths, read, prefix, task);
  return {
    files: files.map(({ path, ...file }) => ({
      ...file,
      size: undefined,
      read: (maxBytes) => read(path, maxBytes),
    })),
    notices,
    close: async () => {},
  };
}
