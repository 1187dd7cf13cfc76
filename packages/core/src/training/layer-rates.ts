import { weightsOf } from '../network/weights.js';
import type { TrainableNetwork } from './trainable-network.js';

/**
 * Discriminative learning rates (Howard and Ruder 2018): every layer of the backbone that has weights is a group, and from
 * the lowest to the head the rates rise by one factor from layer to layer, as between fastai's `slice(lowest, highest)`.
 *
 * @param lowest rate of the lowest layer as a share of the head's, in (0, 1].
 * @returns factors by name of the weight; the head's, which are 1, are left out.
 */
export function layerRates({ suffix }: TrainableNetwork, lowest: number): ReadonlyMap<string, number> {
  const weights = suffix ? weightsOf(suffix).filter(({ trainable }) => trainable) : [];
  const layers = [...new Set(weights.map(({ name }) => layerOf(name)))];
  return new Map(
    weights.map(({ name }) => [name, lowest ** (1 - layers.indexOf(layerOf(name)) / layers.length)]),
  );
}

/** `block6a_expand_conv/kernel` -> `block6a_expand_conv`. */
function layerOf(weight: string): string {
  return weight.slice(0, weight.lastIndexOf('/'));
}
