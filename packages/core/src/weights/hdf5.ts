import type { Dataset, Group, h5wasm, Metadata } from 'h5wasm';
import { GraftError, WeightsError } from '../errors.js';
import { decodeValues, type ValueType, valueBytes } from './value-types.js';

/** What the readers of Keras's files need of an HDF5 group. Paths are relative and may contain `/`. */
export interface Hdf5Group {
  /** Names of what is directly inside, in alphabetical order. */
  names(): string[];
  /** @returns undefined where there is none. */
  group(path: string): Hdf5Group | undefined;
  /** An attribute that is a string or a list of strings; undefined where there is none. */
  strings(attribute: string): string[] | undefined;
  /** @throws WeightsError `WEIGHTS_MISSING_TENSOR` or `WEIGHTS_DAMAGED`. */
  tensor(path: string): { shape: number[]; data: Float32Array };
}

/** Deflate cannot do better than 1032 to 1: whatever claims more than that of the file's size is damage. */
const MAX_COMPRESSION = 1032;
const FILE_IN_MEMORY = '/weights.h5';

type Library = Awaited<(typeof h5wasm)['ready']>;

/**
 * Opens an HDF5 file and gives its root to `read`. The HDF5 library runs in WebAssembly on a copy in memory: whatever a
 * hostile file makes it do, it reaches no other file.
 *
 * @param path named in errors.
 * @throws WeightsError `WEIGHTS_DAMAGED` when it is no HDF5 file or not all of one.
 */
export async function withHdf5<T>(bytes: Uint8Array, path: string, read: (root: Hdf5Group) => T): Promise<T> {
  // Four megabytes that whoever has no Keras file need not load.
  const { File, ready } = await import('h5wasm');
  const library = await ready;
  // Without it, the library prints to stderr and goes on with an invalid handle.
  library.activate_throwing_error_handler();
  let file: InstanceType<typeof File> | undefined;
  try {
    library.FS.writeFile(FILE_IN_MEMORY, bytes);
    file = new File(FILE_IN_MEMORY, 'r');
    return read(wrap(file, { library, path, maxBytes: bytes.length * MAX_COMPRESSION }));
  } catch (cause) {
    if (cause instanceof GraftError) throw cause;
    throw new WeightsError(
      'WEIGHTS_DAMAGED',
      `${path} is not a whole HDF5 file (${bytes.length} bytes). Delete it and fetch it again.`,
      { cause, details: { path } },
    );
  } finally {
    file?.close();
    library.deactivate_throwing_error_handler();
    library.FS.unlink(FILE_IN_MEMORY);
  }
}

interface Context {
  readonly library: Library;
  readonly path: string;
  readonly maxBytes: number;
}

function wrap(group: Group, context: Context): Hdf5Group {
  return {
    names: () => group.keys(),
    group(path) {
      const child = get(group, path);
      return child?.type === 'Group' ? wrap(child as Group, context) : undefined;
    },
    strings(attribute) {
      if (!Object.hasOwn(group.attrs, attribute)) return undefined;
      const { value } = group.attrs[attribute]!;
      if (typeof value === 'string') return [value];
      return Array.from((value ?? []) as ArrayLike<unknown>, String);
    },
    tensor(path) {
      const child = get(group, path);
      if (child?.type === 'Dataset') return readDataset(child as Dataset, `${group.path}/${path}`, context);
      throw new WeightsError(
        'WEIGHTS_MISSING_TENSOR',
        `${context.path} lists tensor "${path}" of ${group.path}, but does not hold it. Delete it and fetch it again.`,
        { details: { path: context.path, tensor: path } },
      );
    },
  };
}

/** The library throws for a path that leads nowhere, so every step is looked up first. */
function get(group: Group, path: string): Group | Dataset | undefined {
  let entity: unknown = group;
  for (const step of path.split('/')) {
    if ((entity as Group | null)?.type !== group.type || !(entity as Group).keys().includes(step))
      return undefined;
    entity = (entity as Group).get(step);
  }
  return entity as Group | Dataset;
}

function readDataset(dataset: Dataset, name: string, { library, path, maxBytes }: Context) {
  const { metadata } = dataset;
  const type = valueType(metadata);
  const shape = metadata.shape ?? undefined;
  const size = (shape ?? []).reduce((a, b) => a * b, 1) * (type ? valueBytes(type) : 0);
  if (!type || !shape || size > maxBytes) {
    const what = type ? `[${shape}] values, more than the file can hold` : 'values that are not numbers';
    throw new WeightsError('WEIGHTS_DAMAGED', `${path}: tensor "${name}" has ${what}.`, {
      details: { path, tensor: name },
    });
  }
  // The library's own reader knows no float16. What it puts in memory is little-endian whatever the file has.
  const pointer = library._malloc(size);
  try {
    library.get_dataset_data(dataset.file_id, dataset.path, null, null, null, BigInt(pointer));
    return { shape, data: decodeValues(library.HEAPU8.subarray(pointer, pointer + size), type) };
  } finally {
    library._free(pointer);
  }
}

/** HDF5's type classes: https://docs.hdfgroup.org/hdf5/v1_14/_h5_tpublic_8h.html, 0 integers and 1 floating point. */
function valueType({ type, size, signed }: Metadata): ValueType | undefined {
  if (type === 1) return ({ 2: 'float16', 4: 'float32', 8: 'float64' } as const)[size];
  if (type !== 0) return undefined;
  if (size === 8) return signed ? 'int64' : undefined;
  const bits = ({ 1: 8, 2: 16, 4: 32 } as const)[size];
  return bits && (signed ? `int${bits}` : `uint${bits}`);
}
