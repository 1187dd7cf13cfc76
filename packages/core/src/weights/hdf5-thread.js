// Runs in a worker thread, from source as well as built, so it is JavaScript; hdf5-file.ts starts it, with one file.
import { parentPort, workerData } from 'node:worker_threads';

/** @import { Dataset, Group } from 'h5wasm' */
/** @import { Hdf5Answer, Hdf5Question, Hdf5ThreadData, StoredTensor } from './hdf5-file.js' */

const FILE_IN_MEMORY = '/weights.h5';

/** Deflate cannot do better: what claims to unpack to more is damage. */
const MAX_COMPRESSION = 1032;

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const { bytes } = /** @type {Hdf5ThreadData} */ (workerData);

const { File, ready } = await import('h5wasm');
const module = await ready;
// Left alone the library prints its errors to stderr and goes on.
module.activate_throwing_error_handler();
send({ value: undefined });

/** @type {Group} */
let root;
/** @type {ReadonlySet<string>} */
let known = new Set();

port.on('message', (/** @type {Hdf5Question} */ question) => {
  try {
    const value = answer(question);
    send(
      { value },
      question.ask === 'tensor' && value ? [/** @type {StoredTensor} */ (value).bytes.buffer] : [],
    );
  } catch (error) {
    send({ failure: error instanceof Error ? error.message : String(error) });
  }
});

/** @param {Hdf5Question} question */
function answer(question) {
  switch (question.ask) {
    case 'paths':
      return open();
    case 'strings':
      return strings(question.object, question.attribute);
    case 'tensor':
      return tensor(question.object);
  }
}

/** @returns {string[]} */
function open() {
  module.FS.writeFile(FILE_IN_MEMORY, bytes);
  root = new File(FILE_IN_MEMORY, 'r');
  const paths = root.paths();
  known = new Set(paths);
  return paths;
}

/** @param {string} object @param {string} attribute @returns {string[] | undefined} */
function strings(object, attribute) {
  if (object !== '' && !known.has(object)) return undefined;
  const { attrs } = object === '' ? root : /** @type {Group | Dataset} */ (root.get(object));
  if (!Object.hasOwn(attrs, attribute)) return undefined;
  const value = attrs[attribute]?.value;
  // An empty list has no strings to tell its type by: Keras stores it as an array of no numbers.
  return typeof value === 'string'
    ? [value]
    : Array.from(/** @type {ArrayLike<unknown>} */ (value ?? []), String);
}

/** @param {string} object @returns {StoredTensor | undefined} */
function tensor(object) {
  const dataset = known.has(object) ? /** @type {Dataset | null} */ (root.get(object)) : undefined;
  if (dataset?.type !== 'Dataset') return undefined;
  const { type, size, signed, shape, total_size: count } = dataset.metadata;
  const stored = { type: `${type}/${size}/${signed}`, shape };
  // A damaged file may claim any shape; memory for it is taken only when the file can hold that much.
  const possible = size * count <= bytes.length * (dataset.filters.length > 0 ? MAX_COMPRESSION : 1);
  return { ...stored, possible, bytes: possible ? readBytes(dataset, size * count) : new Uint8Array() };
}

/**
 * `dataset.value` does not know float16. The library turns big-endian numbers around.
 *
 * @param {Dataset} dataset
 * @param {number} length
 * @returns {Uint8Array<ArrayBuffer>}
 */
function readBytes(dataset, length) {
  const address = module._malloc(length);
  try {
    module.get_dataset_data(dataset.file_id, dataset.path, null, null, null, BigInt(address));
    return module.HEAPU8.slice(address, address + length);
  } finally {
    module._free(address);
  }
}

/** @param {Hdf5Answer} message @param {ArrayBuffer[]} [transfer] */
function send(message, transfer) {
  port.postMessage(message, transfer);
}
