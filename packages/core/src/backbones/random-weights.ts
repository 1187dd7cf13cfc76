import * as tf from '@tensorflow/tfjs';
import { createRandom } from '../random.js';

/**
 * Draws every kernel anew: uniform with standard deviation sqrt(2 / fan in), which keeps the signal's size through
 * layers with ReLU (He et al. 2015, https://arxiv.org/abs/1502.01852). Biases and batch norms stay as they were built.
 * The same seed gives the same weights on every machine.
 */
export function drawKernels(model: tf.LayersModel, seed: number): void {
  for (const layer of model.layers) {
    for (const variable of layer.weights) {
      const name = variable.originalName.slice(variable.originalName.lastIndexOf('/') + 1);
      if (!name.endsWith('kernel')) continue;
      const shape = variable.shape as number[];
      const random = createRandom(seed, layer.name, name);
      const limit = Math.sqrt(6 / fanIn(name, shape));
      const values = Float32Array.from({ length: sizeOf(shape) }, () => (2 * random.next() - 1) * limit);
      const value = tf.tensor(values, shape);
      variable.write(value);
      value.dispose();
    }
  }
}

/** Inputs that one output value is summed from. */
function fanIn(name: string, shape: readonly number[]): number {
  return sizeOf(name === 'depthwise_kernel' ? shape.slice(0, 2) : shape.slice(0, -1));
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
