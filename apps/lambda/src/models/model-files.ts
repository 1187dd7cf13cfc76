import { type Storage, StorageError } from '@graft/core/storage';
import type { FileCache } from './file-cache.js';

const MANIFEST = 'model.json';
const SHARED = /^prefixes\/([0-9a-f]{64})\.\w+$/;

export interface ModelFiles {
  readonly storage: Storage;
  /** Keeps what was downloaded, for the next time; to be called when the reader has found every byte right. */
  keep(): Promise<void>;
}

/**
 * A storage as one model's reader sees it:
 *
 * - files whose hash is known come from the cache if they are there: a frozen part's name is its hash, and `model.json`,
 *   which is always read anew, says those of the model's own files;
 * - a frozen part that the storage does not have may lie in `prefixes/` beside the model's `model.json`, as in a folder
 *   that `graft train` made.
 *
 * Nothing is trusted here: the reader checks every byte.
 */
export function modelFiles(storage: Storage, prefix: string, cache: FileCache): ModelFiles {
  const own = prefix === '' ? '' : `${prefix}/`;
  const downloaded = new Map<string, Uint8Array>();
  let hashes: Readonly<Record<string, { sha256?: unknown } | undefined>> = {};

  async function fetch(key: string): Promise<Uint8Array> {
    if (!SHARED.test(key) || own === '') return storage.read(key);
    try {
      return await storage.read(key);
    } catch (error) {
      if (!isAbsent(error)) throw error;
      return storage.read(own + key).catch((inner: unknown) => {
        throw isAbsent(inner) ? error : inner;
      });
    }
  }

  async function read(key: string): Promise<Uint8Array> {
    if (key === own + MANIFEST) {
      const bytes = await storage.read(key);
      hashes = filesOf(bytes);
      return bytes;
    }
    const hash = SHARED.exec(key)?.[1] ?? hashes[key.slice(own.length)]?.sha256;
    if (typeof hash !== 'string') return storage.read(key);
    const cached = await cache.read(hash);
    if (cached) return cached;
    const bytes = await fetch(key);
    downloaded.set(hash, bytes);
    return bytes;
  }

  return {
    storage: { ...storage, read },
    async keep() {
      for (const [hash, bytes] of downloaded) await cache.write(hash, bytes);
    },
  };
}

/** Without the right to list, S3 says of a missing key that it may not be read. */
function isAbsent(error: unknown): boolean {
  return error instanceof StorageError && ['STORAGE_NOT_FOUND', 'STORAGE_PERMISSION'].includes(error.code);
}

function filesOf(manifest: Uint8Array): Readonly<Record<string, { sha256?: unknown } | undefined>> {
  try {
    return ((JSON.parse(Buffer.from(manifest).toString('utf8')) as { files?: object }).files as never) ?? {};
  } catch {
    // Its reader will say what is wrong with it.
    return {};
  }
}
