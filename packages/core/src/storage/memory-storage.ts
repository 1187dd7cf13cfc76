import { StorageError } from '../errors.js';
import { checkKey, checkPrefix } from './key.js';
import type { Storage } from './types.js';

/** Keeps everything in this process's memory: for tests and short-lived programs. */
export function memoryStorage(): Storage {
  const entries = new Map<string, Uint8Array>();
  return {
    description: 'memory',
    async read(key) {
      checkKey(key);
      const bytes = entries.get(key);
      if (!bytes)
        throw new StorageError('STORAGE_NOT_FOUND', `There is no "${key}" in memory.`, { details: { key } });
      return new Uint8Array(bytes);
    },
    async write(key, bytes) {
      checkKey(key);
      entries.set(key, new Uint8Array(bytes));
    },
    async exists(key) {
      checkKey(key);
      return entries.has(key);
    },
    async list(prefix = '') {
      checkPrefix(prefix);
      return [...entries.keys()].filter((key) => key.startsWith(prefix)).sort();
    },
    async remove(key) {
      checkKey(key);
      entries.delete(key);
    },
  };
}
