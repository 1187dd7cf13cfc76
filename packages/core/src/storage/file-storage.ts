import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { StorageError } from '../errors.js';
import { writeAtomically } from './atomic-write.js';
import { fileFailure, isAbsent } from './file-failure.js';
import { openFile, statFile } from './file-stat.js';
import { checkKey, checkPrefix } from './key.js';
import type { Storage } from './types.js';

/**
 * Keeps each key as a file under a folder, which is made on the first write. Safe with several processes: a file is
 * written under a hidden name beside its place, flushed to disk and moved there in one step. Files and folders whose
 * names start with a dot are not keys and never listed.
 *
 * @throws StorageError (from its methods) `STORAGE_NOT_FOUND`, `STORAGE_CONFLICT`, `STORAGE_FULL`, `STORAGE_PERMISSION`,
 *   `STORAGE_FAILED`.
 */
export function fileStorage(folder: string): Storage {
  const pathOf = (key: string) => {
    checkKey(key);
    return join(folder, key);
  };
  return {
    description: `folder ${folder}`,
    async read(key) {
      const path = pathOf(key);
      const bytes = await readFile(path).catch((cause) => {
        throw fileFailure('read', path, cause);
      });
      // Not as a Buffer: its slice() shares memory where a Uint8Array's copies.
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    async readStream(key) {
      const path = pathOf(key);
      const file = await openFile(path).catch((cause) => {
        throw fileFailure('read', path, cause);
      });
      return file.createReadStream();
    },
    async write(key, bytes, condition) {
      const path = pathOf(key);
      await writeAtomically(path, bytes, condition).catch((cause) => {
        throw cause instanceof StorageError ? cause : fileFailure('write', path, cause);
      });
    },
    async writeStream(key, source) {
      const path = pathOf(key);
      let fault: unknown;
      const watched = async function* () {
        try {
          yield* source;
        } catch (error) {
          fault = error;
          throw error;
        }
      };
      await writeAtomically(path, watched()).catch((cause) => {
        throw cause === fault ? cause : fileFailure('write', path, cause);
      });
    },
    async stat(key) {
      const path = pathOf(key);
      return statFile(path).catch((cause) => {
        throw fileFailure('read', path, cause);
      });
    },
    async exists(key) {
      return isFile(pathOf(key));
    },
    async list(prefix = '') {
      checkPrefix(prefix);
      const top = join(folder, prefix.slice(0, prefix.lastIndexOf('/') + 1));
      const keys = (await filesUnder(top)).map((path) => relative(folder, path).split(sep).join('/'));
      return keys.filter((key) => key.startsWith(prefix)).sort();
    },
    async remove(key) {
      const path = pathOf(key);
      // Asked first, because removing a folder (which is no key) is an error on some systems.
      if (!(await isFile(path))) return;
      await rm(path, { force: true }).catch((cause) => {
        throw fileFailure('remove', path, cause);
      });
    },
  };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (cause) {
    if (isAbsent(cause)) return false;
    throw fileFailure('read', path, cause);
  }
}

/** Depth first, one folder at a time: a folder that another process removes meanwhile counts as empty. */
async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause) => {
    if (isAbsent(cause)) return [];
    throw fileFailure('list', folder, cause);
  });
  const paths: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) paths.push(...(await filesUnder(path)));
    else if (await isFile(path)) paths.push(path);
  }
  return paths;
}
