import { unzipSync } from 'fflate';
import { WeightsError } from '../errors.js';
import { readKerasH5 } from './read-keras-h5.js';
import type { WeightsFile } from './types.js';

const WEIGHTS_ENTRY = 'model.weights.h5';
/** Deflate cannot do better than 1032 to 1: an entry that claims more is damage, or meant to fill the memory. */
const MAX_COMPRESSION = 1032;

/** Reads a `.keras` archive: a zip file with the weights in HDF5. The model's description in it is not needed. */
export async function readKeras(bytes: Uint8Array, path: string): Promise<WeightsFile> {
  const weights = await readKerasH5(unpack(bytes, path), path);
  return { ...weights, format: 'keras' };
}

function unpack(bytes: Uint8Array, path: string): Uint8Array {
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) =>
        name === WEIGHTS_ENTRY && originalSize <= bytes.length * MAX_COMPRESSION,
    });
  } catch (cause) {
    throw new WeightsError(
      'WEIGHTS_DAMAGED',
      `${path} is not a whole zip file (${bytes.length} bytes). Delete it and fetch it again.`,
      { cause, details: { path } },
    );
  }
  const weights = entries[WEIGHTS_ENTRY];
  if (weights) return weights;
  throw new WeightsError(
    'WEIGHTS_DAMAGED',
    `${path} is a zip file without ${WEIGHTS_ENTRY}; expected a model saved by Keras 3 as .keras.`,
    { details: { path } },
  );
}
