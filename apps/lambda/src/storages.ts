import type { Storage } from '@graft/core/storage';
import { storageFrom } from '@graft/storage-s3';
import type { Config } from './config.js';

/** Storages by what names them, each opened once: they keep connections. */
export interface Storages {
  /** @param root `s3://bucket/prefix` or a folder. */
  at(root: string): Storage;
}

/** Of a request, and of a download that breaks off: what is down for longer is better told to the caller. */
const ATTEMPTS = 3;

export function createStorages({ s3Endpoint, storageMs }: Config): Storages {
  const opened = new Map<string, Storage>();
  return {
    at(root) {
      const known = opened.get(root);
      if (known) return known;
      const storage = storageFrom(root, {
        endpoint: s3Endpoint,
        attempts: ATTEMPTS,
        idleTimeoutMs: storageMs,
      });
      opened.set(root, storage);
      return storage;
    },
  };
}
