import type * as tf from '@tensorflow/tfjs';
import { scalePixels } from '../data/preprocessing.js';
import { EngineError, NetworkError } from '../errors.js';
import { exportOnnx } from '../onnx/export-onnx.js';
import { createSessionThreads } from '../onnx/session-threads.js';
import type { OnProgress } from '../progress.js';
import { layerByLayer } from './layer-by-layer.js';
import type { FreezeOptions, FrozenNetwork } from './types.js';

export type { FreezeOptions, FrozenNetwork };

/**
 * Compiles a network for ONNX Runtime, batch norms folded into the convolutions: several times faster than layer by
 * layer. It computes one sample per run and processor, which keeps what flows between layers in the processor's own
 * cache (docs/decisions/0009). A layer that ONNX export does not know, or a machine without ONNX Runtime, leaves it to
 * TensorFlow, said once.
 *
 * @param model stays the caller's.
 */
export async function freezeNetwork(
  model: tf.LayersModel,
  { pixels }: FreezeOptions = {},
  onProgress?: OnProgress,
): Promise<FrozenNetwork> {
  try {
    return await freezeOnnx(await exportOnnx(model, { uint8Input: pixels }));
  } catch (error) {
    if (!(error instanceof NetworkError || error instanceof EngineError)) throw error;
    onProgress?.({ type: 'notice', level: 'info', message: `Not compiled, so slower: ${error.message}` });
    return layerByLayer(model, { pixels });
  }
}

/**
 * Compiles an ONNX file, as `freezeNetwork` does.
 *
 * @param options.pixels for a file that takes float32: samples come as bytes and are scaled before.
 * @throws EngineError as `createSession`.
 */
export async function freezeOnnx(file: Uint8Array, { pixels }: FreezeOptions = {}): Promise<FrozenNetwork> {
  const session = await createSessionThreads(file);
  return {
    runtime: 'onnx',
    outputShape: session.outputShape as number[],
    run: (row) => session.run(pixels ? scalePixels(row as Uint8Array, pixels) : row, 1),
    dispose: () => session.dispose(),
  };
}
