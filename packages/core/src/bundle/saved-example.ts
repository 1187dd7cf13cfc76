import { BundleError } from '../errors.js';
import { sha256 } from '../hash.js';
import { memoryStorage } from '../storage/memory-storage.js';
import type { Storage } from '../storage/types.js';
import { exampleContents } from './example.js';
import { readBundle } from './read-bundle.js';
import { writeBundle } from './write-bundle.js';

export const PREFIX_FILE = `prefixes/${sha256(exampleContents().prefix!)}.safetensors`;
export const FILES = [
  'models/pets/README.md',
  'models/pets/model.json',
  'models/pets/weights.safetensors',
  PREFIX_FILE,
];

/** For tests: the example, saved under `models/pets`. */
export async function savedExample(storage: Storage = memoryStorage()) {
  const manifest = await writeBundle(storage, 'models/pets', exampleContents());
  return { storage, manifest };
}

export const readPets = (storage: Storage) => readBundle(storage, 'models/pets');
/** Code of the error that reading gives, or `accepted`. */
export const refusal = (storage: Storage) =>
  readPets(storage).then(
    () => 'accepted',
    (error) => (error instanceof BundleError ? error.code : error),
  );
