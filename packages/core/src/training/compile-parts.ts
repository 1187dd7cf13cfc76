import type * as tf from '@tensorflow/tfjs';
import type { CompiledParts } from '../bundle/write-bundle.js';
import { NetworkError } from '../errors.js';
import { exportOnnx } from '../onnx/export-onnx.js';
import type { Pipeline } from './pipeline.js';

/** Both parts as ONNX, or neither when a layer of one cannot be written: such a model is served by TensorFlow. */
export async function compileParts(
  { cut, prefixOnnx }: Pipeline,
  trained: tf.LayersModel,
  metadata: Readonly<Record<string, string>>,
): Promise<CompiledParts | undefined> {
  try {
    return {
      prefix: prefixOnnx ?? (await exportOnnx(cut.prefix!)),
      trained: await exportOnnx(trained, { metadata }),
    };
  } catch (error) {
    if (error instanceof NetworkError && error.code === 'NETWORK_UNSUPPORTED_LAYER') return undefined;
    throw error;
  }
}
