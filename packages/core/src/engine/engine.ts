import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { EngineError } from '../errors.js';
import { restoreNodeUtilities } from './node-compat.js';

/** `native`: tfjs-node on the TensorFlow C library; `wasm`: WebAssembly, no convolution gradients; `cpu`: plain JavaScript, slow. */
export type EngineName = 'native' | 'wasm' | 'cpu';

export interface Engine {
  readonly name: EngineName;
  /** Version of the library that computes: TensorFlow's own for `native`, tfjs's otherwise. */
  readonly version: string;
  /** Why faster engines were passed over, one line each. */
  readonly missing: readonly string[];
}

const ENGINES: readonly EngineName[] = ['native', 'wasm', 'cpu'];
let engine: Promise<Engine> | undefined;

/**
 * Starts the fastest engine that works here, once per process; later calls give the same one. `GRAFT_ENGINE=wasm` (or
 * `native`, `cpu`) asks for one by name.
 *
 * @throws EngineError `ENGINE_UNAVAILABLE` when the engine asked for by name cannot start.
 */
export function startEngine(): Promise<Engine> {
  engine ??= start(process.env.GRAFT_ENGINE);
  return engine;
}

async function start(asked: string | undefined): Promise<Engine> {
  if (asked && !ENGINES.includes(asked as EngineName)) {
    throw new EngineError(
      'ENGINE_UNKNOWN',
      `GRAFT_ENGINE is "${asked}"; expected one of ${ENGINES.join(', ')}.`,
    );
  }
  const missing: string[] = [];
  for (const name of asked ? [asked as EngineName] : ENGINES) {
    try {
      return { name, version: await starters[name](), missing };
    } catch (cause) {
      missing.push(`${name}: ${firstLine(cause)}`);
    }
  }
  throw new EngineError(
    'ENGINE_UNAVAILABLE',
    `No numerical engine could start (${missing.join('; ')}). Run \`npm run bootstrap\`, then \`graft doctor\`.`,
    { details: { missing } },
  );
}

const require = createRequire(import.meta.url);

const starters: Record<EngineName, () => Promise<string>> = {
  async native() {
    restoreNodeUtilities();
    // TensorFlow greets with its CPU features on stderr; keep warnings and errors only.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
    // docs/decisions/0020: with oneDNN a signal can destroy the heap.
    process.env.TF_ENABLE_ONEDNN_OPTS ??= '0';
    const tfNode = require('@tensorflow/tfjs-node') as typeof import('@tensorflow/tfjs-node');
    await tf.setBackend('tensorflow');
    await tf.ready();
    const binding = (tf.backend() as unknown as { binding: { TF_Version: string } }).binding;
    return binding.TF_Version ?? tfNode.version['tfjs-node'];
  },
  async wasm() {
    const wasm = require('@tensorflow/tfjs-backend-wasm') as typeof import('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
    if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly backend did not start');
    return `tfjs ${tf.version.tfjs}`;
  },
  async cpu() {
    await tf.setBackend('cpu');
    return `tfjs ${tf.version.tfjs}`;
  },
};

function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  return line.replace(/[.\s]+$/, '');
}
