import type { LayerWeights, WeightTensor } from './types.js';

/**
 * Sorts tensors named `layer/variable` into their layers, in the order in which layers first appear. A layer's own name may
 * contain slashes; `:0`, which TensorFlow appends, is dropped.
 */
export function groupByLayer(tensors: Iterable<WeightTensor>): LayerWeights[] {
  const layers = new Map<string, WeightTensor[]>();
  for (const tensor of tensors) {
    const { layer, variable } = splitName(tensor.name);
    const group = layers.get(layer);
    if (group) group.push({ ...tensor, name: variable });
    else layers.set(layer, [{ ...tensor, name: variable }]);
  }
  return [...layers].map(([layer, own]) => ({ layer, tensors: own }));
}

/** A name without a slash is a layer's only variable to us: the layer has no name. */
export function splitName(key: string): { layer: string; variable: string } {
  const name = key.replace(/:\d+$/, '');
  const slash = name.lastIndexOf('/');
  return { layer: name.slice(0, Math.max(slash, 0)), variable: name.slice(slash + 1) };
}
