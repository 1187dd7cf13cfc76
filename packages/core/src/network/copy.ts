import type * as tf from '@tensorflow/tfjs';
import { buildNetwork, topologyOf } from './topology.js';
import { copyWeights } from './weights.js';

/** The same network with variables of its own. */
export async function copyNetwork(model: tf.LayersModel): Promise<tf.LayersModel> {
  const copy = await buildNetwork(topologyOf(model));
  copyWeights(model, copy);
  return copy;
}
