import { strFromU8, type UnzipFileInfo, unzipSync } from 'fflate';
import { WeightsError } from '../errors.js';
import { readHdf5 } from './hdf5-file.js';
import { objectNames, readObjects } from './keras-objects.js';
import type { WeightsFile } from './types.js';

const CONFIG = 'config.json';
const WEIGHTS = 'model.weights.h5';
/** A full VGG16 unpacks to 0.6 GB; a small archive may claim anything. */
const MAX_UNPACKED_BYTES = 2 ** 31;

/** A Keras 3 model (`.keras`): a zip of the model's configuration and its weights. No code in it is looked at. */
export async function readKerasArchive(bytes: Uint8Array, path: string): Promise<WeightsFile> {
  const entries = unpack(bytes, path);
  const config = parse(entries[CONFIG]!, path);
  return readHdf5(entries[WEIGHTS]!, path, async (file) => ({
    path,
    format: 'keras',
    ...(await readObjects(file, objectNames(config))),
  }));
}

/** The configuration of the model in a `.keras` file. @throws WeightsError `WEIGHTS_DAMAGED`. */
export function readKerasConfig(bytes: Uint8Array, path: string): unknown {
  return parse(unpack(bytes, path)[CONFIG]!, path);
}

function unpack(bytes: Uint8Array, path: string): Record<string, Uint8Array> {
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, { filter: wanted });
  } catch (cause) {
    throw damaged(path, 'the zip archive is incomplete or damaged', cause);
  }
  for (const name of [CONFIG, WEIGHTS]) {
    if (!entries[name]) throw damaged(path, `it holds no "${name}" of at most ${MAX_UNPACKED_BYTES} bytes`);
  }
  return entries;
}

function wanted({ name, originalSize }: UnzipFileInfo): boolean {
  return (name === CONFIG || name === WEIGHTS) && originalSize <= MAX_UNPACKED_BYTES;
}

function parse(config: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(strFromU8(config));
  } catch (cause) {
    throw damaged(path, `its "${CONFIG}" is not JSON`, cause);
  }
}

function damaged(path: string, what: string, cause?: unknown): WeightsError {
  return new WeightsError(
    'WEIGHTS_DAMAGED',
    `${path} is not a usable .keras file: ${what}. Fetch it again, or save the model again with \`model.save\`.`,
    { cause, details: { path } },
  );
}
