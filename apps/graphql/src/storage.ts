import type { Storage } from '@graft/core';
import { storageFrom } from '@graft/storage-s3';
import type { Config } from './config.js';

/** Where pictures, models and results are kept. */
export function openStorage({ storage, s3Endpoint }: Pick<Config, 'storage' | 's3Endpoint'>): Storage {
  return storageFrom(storage, { endpoint: s3Endpoint });
}
