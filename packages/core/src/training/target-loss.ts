import * as tf from '@tensorflow/tfjs';
import type { TargetLossName } from '../training-graph/types.js';

/**
 * Mean over rows and outputs, as Keras's `binary_crossentropy` of logits (`sigmoid`) and `mean_squared_error` (`squared`).
 *
 * @param outputs of the last dense layer, `[batch, outputs]`. @param targets 0 or 1, or numbers, of the same shape.
 */
export function targetLoss(outputs: tf.Tensor2D, targets: tf.Tensor2D, name: TargetLossName): tf.Scalar {
  if (name === 'squared') return outputs.sub(targets).square().mean() as tf.Scalar;
  const tail = outputs.abs().neg().exp().log1p();
  return outputs.relu().sub(outputs.mul(targets)).add(tail).mean() as tf.Scalar;
}

/** Rows whose every label is right at probability 0.5; not a number where there are none to be right. */
export function rowsRight(outputs: tf.Tensor2D, targets: tf.Tensor2D, name: TargetLossName): number {
  if (name === 'squared') return Number.NaN;
  const wrong = outputs.greater(0).cast('float32').sub(targets).abs().max(1);
  return tf.sub(1, wrong).sum().dataSync()[0]!;
}
