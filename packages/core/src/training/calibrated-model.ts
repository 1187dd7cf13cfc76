import * as tf from '@tensorflow/tfjs';
import { copyNetwork } from '../network/copy.js';

/**
 * The network with its logits divided by the temperature: the last dense layer's kernel and bias are, so that whatever
 * serves, exports or trains on the saved model has calibrated probabilities and nothing to apply.
 *
 * @param network ends in the head's `logits` (dense, linear) and `predictions` (softmax).
 * @returns a copy with variables of its own; the caller disposes it.
 */
export async function calibratedModel(network: tf.LayersModel, temperature: number): Promise<tf.LayersModel> {
  const copy = await copyNetwork(network);
  const logits = copy.getLayer('logits');
  tf.tidy(() => logits.setWeights(logits.getWeights().map((weight) => weight.div(temperature))));
  return copy;
}
