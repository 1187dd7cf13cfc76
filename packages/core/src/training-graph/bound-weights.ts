import type * as tf from '@tensorflow/tfjs';
import { type NetworkWeight, weightsOf } from '../network/weights.js';
import type { Graph, Ref } from './graph.js';
import type { LayerWeights } from './layer-rule.js';
import { createVariable, type GraphVariable } from './variables.js';

/** A network's weight and the variable that stands for it in the graph. */
export interface BoundWeight {
  readonly weight: NetworkWeight;
  readonly variable: GraphVariable;
  /** Of the loss, once the gradients are in the graph. */
  gradient?: Ref;
  /** Its moving average, where one is kept. */
  average?: GraphVariable;
}

export function bindWeights(graph: Graph, model: tf.LayersModel): BoundWeight[] {
  return weightsOf(model).map((weight) => ({ weight, variable: createVariable(graph, weight.shape) }));
}

/** One layer's share, by the names that Keras gives its weights. */
export function weightsOfLayer(bound: readonly BoundWeight[], layer: string): LayerWeights {
  const find = (name: string) => bound.find(({ weight }) => weight.name === `${layer}/${name}`);
  return {
    value: (name) => find(name)?.variable.value,
    shape: (name) => find(name)!.variable.shape,
    learn(name, gradient) {
      const own = find(name);
      if (own) own.gradient = gradient;
    },
  };
}
