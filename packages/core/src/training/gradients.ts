import * as tf from '@tensorflow/tfjs';
import type { GradientClipping } from '../training-graph/types.js';

/** Gradients within bounds, as Keras 3's `global_clipnorm` and `clipvalue` bound them. */
export function clipGradients(gradients: readonly tf.Tensor[], clipping: GradientClipping): tf.Tensor[] {
  if ('value' in clipping) {
    return gradients.map((gradient) => gradient.clipByValue(-clipping.value, clipping.value));
  }
  const norm = tf.addN(gradients.map((gradient) => gradient.square().sum())).sqrt();
  // A norm within the bound divides by the bound itself: a factor of exactly 1.
  const factor = tf.scalar(clipping.globalNorm).div(norm.maximum(clipping.globalNorm));
  return gradients.map((gradient) => gradient.mul(factor));
}

/** Gradients that wait for a later update, so that several batches count as one. */
export interface Accumulator {
  hold(gradients: readonly tf.Tensor[]): void;
  /** @returns the mean of what was held and these; nothing is held any more. */
  take(gradients: readonly tf.Tensor[]): tf.Tensor[];
  dispose(): void;
}

export function createAccumulator(weights: readonly tf.Variable[]): Accumulator {
  const sums = weights.map(({ shape }) => tf.tidy(() => tf.variable(tf.zeros(shape), false)));
  let batches = 0;
  return {
    hold(gradients) {
      batches++;
      tf.tidy(() => {
        for (const [i, sum] of sums.entries()) sum.assign(sum.add(gradients[i]!));
      });
    },
    take(gradients) {
      const share = 1 / (batches + 1);
      batches = 0;
      return tf.tidy(() =>
        sums.map((sum, i) => {
          const mean = sum.add(gradients[i]!).mul(share);
          sum.assign(tf.zerosLike(sum));
          return mean;
        }),
      );
    },
    dispose: () => tf.dispose(sums),
  };
}
