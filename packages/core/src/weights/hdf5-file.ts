import type { Dataset, Group } from 'h5wasm';
import { WeightsError } from '../errors.js';
import type { WeightTensor } from './types.js';
import { decodeValues, type ValueType } from './value-types.js';

export interface Hdf5File {
  /** Paths of everything in the file, without a leading slash. */
  readonly paths: readonly string[];
  /** The strings in an attribute of the object at `object` (`''` is the root), or undefined where there is none. */
  strings(object: string, attribute: string): readonly string[] | undefined;
  /** The data set at `object` as float32; `name` is what the tensor is called from then on. */
  tensor(object: string, name: string): WeightTensor;
}

/** Deflate cannot do better: what claims to unpack to more is damage. */
const MAX_COMPRESSION = 1032;
const FILE_IN_MEMORY = '/weights.h5';

/**
 * Reads an HDF5 file from memory: the library sees no disk, so a file cannot draw in others. `read` is synchronous, so
 * one file is open at a time.
 *
 * @param path named in errors.
 * @throws WeightsError `WEIGHTS_TRUNCATED` or `WEIGHTS_DAMAGED`.
 */
export async function readHdf5<T>(bytes: Uint8Array, path: string, read: (file: Hdf5File) => T): Promise<T> {
  const { File, ready } = await library();
  const module = await ready;
  // Left alone the library prints its errors to stderr and goes on.
  module.activate_throwing_error_handler();
  module.FS.writeFile(FILE_IN_MEMORY, bytes);
  try {
    const root = new File(FILE_IN_MEMORY, 'r');
    try {
      return read(openedFile(module, root, path, bytes.length));
    } finally {
      root.close();
    }
  } catch (cause) {
    if (cause instanceof WebAssembly.RuntimeError) forgetLibrary();
    throw cause instanceof WeightsError ? cause : unreadable(path, cause);
  } finally {
    module.FS.unlink(FILE_IN_MEMORY);
    module.deactivate_throwing_error_handler();
  }
}

type Library = typeof import('h5wasm');
type Module = Awaited<Library['ready']>;

let loaded: Promise<Library> | undefined;
let crashes = 0;

/** Four megabytes that whoever has no Keras file need not load. */
function library(): Promise<Library> {
  // The address with a query is another module to Node, with a memory of its own.
  loaded ??= import(crashes === 0 ? 'h5wasm' : `${import.meta.resolve('h5wasm')}?${crashes}`);
  return loaded!;
}

/** A damaged file can crash the library, whose memory is then in any state: the next file gets a new one. */
function forgetLibrary(): void {
  loaded = undefined;
  crashes++;
}

function openedFile(module: Module, root: Group, path: string, fileBytes: number): Hdf5File {
  const paths = root.paths();
  const known = new Set(paths);
  return {
    paths,
    strings(object, attribute) {
      if (object !== '' && !known.has(object)) return undefined;
      const owner = object === '' ? root : (root.get(object) as Group | Dataset);
      if (!Object.hasOwn(owner.attrs, attribute)) return undefined;
      const { value } = owner.attrs[attribute]!;
      // An empty list has no strings to tell its type by: Keras stores it as an array of no numbers.
      return typeof value === 'string' ? [value] : Array.from((value ?? []) as ArrayLike<unknown>, String);
    },
    tensor(object, name) {
      const dataset = known.has(object) ? (root.get(object) as Dataset | null) : undefined;
      if (dataset?.type === 'Dataset') return readTensor(module, dataset, name, path, fileBytes);
      throw damaged(path, `it names "${object}", but holds no such tensor`, object);
    },
  };
}

/** By HDF5's type class (0 integers, 1 floats), bytes and sign, which floats do not have. */
const VALUE_TYPES: Readonly<Record<string, ValueType>> = {
  '1/8/false': 'float64',
  '1/4/false': 'float32',
  '1/2/false': 'float16',
  '0/8/true': 'int64',
  '0/4/true': 'int32',
  '0/2/true': 'int16',
  '0/1/true': 'int8',
  '0/4/false': 'uint32',
  '0/2/false': 'uint16',
  '0/1/false': 'uint8',
};

function readTensor(
  module: Module,
  dataset: Dataset,
  name: string,
  path: string,
  fileBytes: number,
): WeightTensor {
  const { type, size, signed, shape, total_size: count } = dataset.metadata;
  const valueType = VALUE_TYPES[`${type}/${size}/${signed}`];
  if (!valueType || !shape) throw damaged(path, `"${dataset.path}" holds no numbers`, dataset.path);
  const bytes = size * count;
  // A damaged file may claim any shape; memory for it is taken only when the file can hold that much.
  if (bytes > fileBytes * (dataset.filters.length > 0 ? MAX_COMPRESSION : 1)) {
    throw damaged(path, `"${dataset.path}" claims the shape [${shape}]`, dataset.path);
  }
  return { name, shape, data: decodeValues(readBytes(module, dataset, bytes), valueType) };
}

/** `dataset.value` does not know float16. The library turns big-endian numbers around. */
function readBytes(module: Module, dataset: Dataset, bytes: number): Uint8Array {
  const address = module._malloc(bytes);
  try {
    module.get_dataset_data(dataset.file_id, dataset.path, null, null, null, BigInt(address));
    return module.HEAPU8.subarray(address, address + bytes).slice();
  } finally {
    module._free(address);
  }
}

function unreadable(path: string, cause: unknown): WeightsError {
  const said = cause instanceof Error ? cause.message : String(cause);
  if (said.includes('truncated file')) {
    return new WeightsError(
      'WEIGHTS_TRUNCATED',
      `${path} is cut short: its end is missing. Fetch it again.`,
      {
        cause,
        details: { path },
      },
    );
  }
  return damaged(path, 'the HDF5 library cannot read it', undefined, cause);
}

function damaged(path: string, what: string, tensor?: string, cause?: unknown): WeightsError {
  return new WeightsError(
    'WEIGHTS_DAMAGED',
    `${path} is not a usable Keras HDF5 file: ${what}. Fetch it again.`,
    {
      cause,
      details: { path, ...(tensor !== undefined && { tensor }) },
    },
  );
}
