import { fileStorage, type Storage } from '@graft/core';
import type { Config } from './config.js';

/** Where pictures, models and results are kept. */
export function openStorage({ storage }: Pick<Config, 'storage' | 's3Endpoint'>): Storage {
  return fileStorage(storage);
}
