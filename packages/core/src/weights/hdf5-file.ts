import { Worker } from 'node:worker_threads';
import { WeightsError } from '../errors.js';
import type { WeightTensor } from './types.js';
import { decodeValues, type ValueType } from './value-types.js';

export interface Hdf5File {
  /** Paths of everything in the file, without a leading slash. */
  readonly paths: readonly string[];
  /** The strings in an attribute of the object at `object` (`''` is the root), or undefined where there is none. */
  strings(object: string, attribute: string): Promise<readonly string[] | undefined>;
  /** The data set at `object` as float32; `name` is what the tensor is called from then on. */
  tensor(object: string, name: string): Promise<WeightTensor>;
}

/**
 * How long the library may take for one answer: many times what it needs on a busy machine, 0.4 s for the 411 MB of
 * VGG16's first dense layer.
 */
const ANSWER_MS = 10_000;
const ANSWER_MS_PER_BYTE = 1e-4;

/**
 * Reads an HDF5 file from memory: the library sees no disk, so a file cannot draw in others. It runs in a thread of its
 * own, which ends with the file: a damaged one can send it round in circles for ever, or leave its memory in any state.
 *
 * @param bytes taken over: not to be used afterwards.
 * @param path named in errors.
 * @param read asks one question after the other.
 * @throws WeightsError `WEIGHTS_TRUNCATED` or `WEIGHTS_DAMAGED`.
 */
export async function readHdf5<T>(
  bytes: Uint8Array,
  path: string,
  read: (file: Hdf5File) => Promise<T>,
): Promise<T> {
  const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
  const limitMs = ANSWER_MS + whole.length * ANSWER_MS_PER_BYTE;
  const worker = new Worker(new URL('./hdf5-thread.js', import.meta.url), {
    workerData: { bytes: whole } satisfies Hdf5ThreadData,
    transferList: [whole.buffer as ArrayBuffer],
    execArgv: [],
  });
  try {
    await answerOf(worker, path); // The library is there; what it costs to load has nothing to do with the file.
    const ask = (question: Hdf5Question) => {
      const answer = answerOf(worker, path, limitMs);
      worker.postMessage(question);
      return answer;
    };
    return await read({
      paths: (await ask({ ask: 'paths' })) as string[],
      strings: async (object, attribute) =>
        (await ask({ ask: 'strings', object, attribute })) as string[] | undefined,
      tensor: async (object, name) => {
        const stored = (await ask({ ask: 'tensor', object })) as StoredTensor | undefined;
        return decode(stored, object, name, path);
      },
    });
  } finally {
    await worker.terminate();
  }
}

/** The thread's next message; without one in time, or with a thread that ends, the file is damaged. */
function answerOf(worker: Worker, path: string, limitMs?: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onEnd).off('exit', onExit);
      outcome();
    };
    const onEnd = (cause: unknown) => settle(() => reject(unreadable(path, cause)));
    const onExit = (code: number) => onEnd(new Error(`its thread ended with code ${code}`));
    const onMessage = (message: Hdf5Answer) => {
      if ('failure' in message) onEnd(new Error(message.failure));
      else settle(() => resolve(message.value));
    };
    const timer =
      limitMs &&
      setTimeout(() => onEnd(new Error(`no answer within ${Math.round(limitMs / 1000)} s`)), limitMs);
    worker.on('message', onMessage).on('error', onEnd).on('exit', onExit);
  });
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

function decode(stored: StoredTensor | undefined, object: string, name: string, path: string): WeightTensor {
  if (!stored) throw damaged(path, `it names "${object}", but holds no such tensor`, object);
  const { type, shape, possible, bytes } = stored;
  const valueType = VALUE_TYPES[type];
  if (!valueType || !shape) throw damaged(path, `"${object}" holds no numbers`, object);
  if (!possible) throw damaged(path, `"${object}" claims the shape [${shape}]`, object);
  return { name, shape, data: decodeValues(bytes, valueType) };
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

export interface Hdf5ThreadData {
  readonly bytes: Uint8Array;
}

/** `paths`, the first, opens the file. */
export type Hdf5Question =
  | { readonly ask: 'paths' }
  | { readonly ask: 'strings'; readonly object: string; readonly attribute: string }
  | { readonly ask: 'tensor'; readonly object: string };

/** Once that the library is loaded, then one per question. */
export type Hdf5Answer = { readonly value: unknown } | { readonly failure: string };

export interface StoredTensor {
  /** A key of `VALUE_TYPES`, or a type that holds no numbers. */
  readonly type: string;
  readonly shape: readonly number[] | null;
  /** Whether the file can hold as much as the shape claims; `bytes` is empty where it cannot. */
  readonly possible: boolean;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
