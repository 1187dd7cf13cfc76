import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WeightsError } from '../errors.js';
import { readKerasArchive } from './read-keras-archive.js';
import { readKerasH5 } from './read-keras-h5.js';
import { readSafetensors } from './read-safetensors.js';
import { readTfjs } from './read-tfjs.js';
import type { WeightsFile } from './types.js';

interface Format {
  /** Whether a file's first 16 bytes are this format's. */
  readonly begins: (start: Buffer) => boolean;
  /** Decides when they are nobody's: a file cut short keeps its name. */
  readonly extension: string;
  readonly read: (bytes: Uint8Array, path: string) => WeightsFile | Promise<WeightsFile>;
}

const FORMATS: readonly Format[] = [
  {
    extension: '.h5',
    begins: (start) => start.includes('\x89HDF\r\n\x1a\n', 0, 'latin1'),
    read: readKerasH5,
  },
  { extension: '.keras', begins: (start) => start.includes('PK\x03\x04'), read: readKerasArchive },
  // Eight bytes of length, the last of them zero in any header of a sane size, then JSON.
  {
    extension: '.safetensors',
    begins: (start) => start[7] === 0 && start[8] === 0x7b,
    read: readSafetensors,
  },
  { extension: '.json', begins: (start) => start[0] === 0x7b, read: readTfjs },
];

/**
 * Reads a weights file in any of the formats that Keras users have: `.h5` (weights or whole model, Keras 1 and later),
 * `.weights.h5`, `.keras`, safetensors, or the `model.json` of tfjs (or the folder that holds it). What the file holds
 * decides, not its name.
 *
 * @returns every layer's tensors as float32, whatever the file stores.
 * @throws WeightsError `WEIGHTS_NOT_FOUND`, `WEIGHTS_UNKNOWN_FORMAT`, `WEIGHTS_TRUNCATED`, `WEIGHTS_DAMAGED`.
 */
export async function readWeights(path: string): Promise<WeightsFile> {
  const { bytes, file } = await load(path);
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 16));
  const format =
    FORMATS.find(({ begins }) => begins(start)) ??
    FORMATS.find(({ extension }) => file.toLowerCase().endsWith(extension));
  if (format) return checkNames(await format.read(bytes, file));
  throw new WeightsError(
    'WEIGHTS_UNKNOWN_FORMAT',
    `${file} is in no format that Graft reads. Expected .h5, .weights.h5, .keras, .safetensors or the model.json of tfjs.`,
    { details: { path: file } },
  );
}

async function load(path: string): Promise<{ bytes: Uint8Array; file: string }> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, 'model.json') : path;
    return { bytes: await readFile(file), file };
  } catch (cause) {
    throw new WeightsError(
      'WEIGHTS_NOT_FOUND',
      `Cannot read the weights file ${path}: ${(cause as Error).message}. Check the path.`,
      { cause, details: { path } },
    );
  }
}

/** Two tensors of one name would leave it to chance which is used. */
function checkNames(weights: WeightsFile): WeightsFile {
  const seen = new Set<string>();
  for (const key of weights.layers.flatMap(({ layer, tensors }) =>
    tensors.map(({ name }) => `${layer}/${name}`),
  )) {
    if (seen.has(key)) {
      throw new WeightsError('WEIGHTS_DAMAGED', `${weights.path} holds tensor "${key}" twice.`, {
        details: { path: weights.path, tensor: key },
      });
    }
    seen.add(key);
  }
  return weights;
}
