import * as tf from '@tensorflow/tfjs';
import type { LinearHead } from './fit-linear-head.js';
import type { TrainableNetwork } from './trainable-network.js';

/** Puts a linear head into a network of which only one dense layer learns. */
export function assignHead({ weights }: TrainableNetwork, { kernel, bias }: LinearHead): void {
  for (const { name, shape, variable } of weights) {
    const values = name.endsWith('/kernel') ? kernel : bias;
    tf.tidy(() => variable.assign(tf.tensor(values, [...shape])));
  }
}
