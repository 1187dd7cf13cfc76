import { Readable } from 'node:stream';
import { StorageError } from '../errors.js';
import { writeConflict } from './conflict.js';
import { checkKey, checkPrefix } from './key.js';
import type { Storage, WriteCondition } from './types.js';

/** Keeps everything in this process's memory: for tests and short-lived programs. */
export function memoryStorage(): Storage {
  const entries = new Map<string, { readonly bytes: Uint8Array; readonly etag: string }>();
  let writes = 0;

  const find = (key: string) => {
    checkKey(key);
    const entry = entries.get(key);
    if (entry) return entry;
    throw new StorageError('STORAGE_NOT_FOUND', `There is no "${key}" in memory.`, { details: { key } });
  };
  const put = (key: string, bytes: Uint8Array, condition?: WriteCondition) => {
    const etag = entries.get(key)?.etag;
    if (condition && etag !== ('ifAbsent' in condition ? undefined : condition.ifMatch)) {
      throw writeConflict(`"${key}" to memory`, condition);
    }
    writes += 1;
    entries.set(key, { bytes, etag: String(writes) });
  };

  return {
    description: 'memory',
    async read(key) {
      return new Uint8Array(find(key).bytes);
    },
    async readStream(key) {
      return Readable.from([Buffer.from(find(key).bytes)], { objectMode: false });
    },
    async write(key, bytes, condition) {
      checkKey(key);
      put(key, new Uint8Array(bytes), condition);
    },
    async writeStream(key, source) {
      checkKey(key);
      const chunks: Uint8Array[] = [];
      for await (const chunk of source) chunks.push(chunk);
      put(key, new Uint8Array(Buffer.concat(chunks)));
    },
    async stat(key) {
      const { bytes, etag } = find(key);
      return { size: bytes.length, etag };
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
