import * as tf from '@tensorflow/tfjs';
import { NetworkError } from '../errors.js';

/** The network with more layers on top: a functional model that shares the given one's layers and variables. */
export function withLayers(
  model: tf.LayersModel,
  layers: readonly tf.layers.Layer[],
  name: string,
): tf.LayersModel {
  const output = layers.reduce<tf.SymbolicTensor>(
    (tensor, layer) => layer.apply(tensor) as tf.SymbolicTensor,
    model.outputs[0]!,
  );
  return tf.model({ inputs: model.inputs, outputs: output, name });
}

/** Layer that puts the pooled outputs of several layers side by side. */
export const JOINED_FEATURES = 'joined_features';

/**
 * How the last feature map `[batch, h, w, c]` becomes a vector: `average`, `max`, both concatenated, or flattened row
 * by row. Holds no weights.
 *
 * @param featureLayers names of layers whose outputs are pooled, each for itself, and concatenated, the lowest layer
 * first; default: the network's last. What lies above all of them is left out.
 * @throws NetworkError `NETWORK_UNKNOWN_LAYER` for a name that is not there or a layer without a map.
 */
export function withPooling(
  model: tf.LayersModel,
  pooling: Pooling,
  featureLayers?: readonly string[],
): tf.LayersModel {
  const vectors = featureLayers
    ? mapsOf(model, featureLayers).map(({ name, map }) => POOLS[pooling](map, poolName(pooling, name)))
    : [POOLS[pooling](model.outputs[0]!, poolName(pooling))];
  const outputs =
    vectors.length === 1 ? vectors[0]! : apply(tf.layers.concatenate({ name: JOINED_FEATURES }), vectors);
  return tf.model({ inputs: model.inputs, outputs, name: model.name });
}

/** The network below what `withPooling` put on it, sharing its layers and variables. */
export function withoutPooling(
  model: tf.LayersModel,
  pooling: Pooling,
  featureLayers?: readonly string[],
): tf.LayersModel {
  const highest = featureLayers && mapsOf(model, featureLayers).at(-1)!.name;
  const first = model.getLayer(poolName(pooling === 'both' ? 'average' : pooling, highest));
  return tf.model({
    inputs: model.inputs,
    outputs: first.input as tf.SymbolicTensor,
    name: model.name,
  });
}

export type Pooling = 'average' | 'max' | 'both' | 'flatten';

const POOLS: Readonly<Record<Pooling, (map: tf.SymbolicTensor, name: string) => tf.SymbolicTensor>> = {
  average: (map, name) => apply(tf.layers.globalAveragePooling2d({ name }), map),
  max: (map, name) => apply(tf.layers.globalMaxPooling2d({ name }), map),
  both: (map, name) =>
    apply(tf.layers.concatenate({ name }), [
      POOLS.average(map, name.replace('both_pools', 'average_pool')),
      POOLS.max(map, name.replace('both_pools', 'max_pool')),
    ]),
  flatten: (map, name) => apply(tf.layers.flatten({ name }), map),
};

const POOL_NAMES: Readonly<Record<Pooling, string>> = {
  average: 'average_pool',
  max: 'max_pool',
  both: 'both_pools',
  flatten: 'flatten',
};

function poolName(pooling: Pooling, layer?: string): string {
  return layer === undefined ? POOL_NAMES[pooling] : `${POOL_NAMES[pooling]}_${layer}`;
}

/** In the network's own order. */
function mapsOf(model: tf.LayersModel, names: readonly string[]): { name: string; map: tf.SymbolicTensor }[] {
  const isMap = ({ output }: tf.layers.Layer) => !Array.isArray(output) && output.shape.length === 4;
  const unknown = names.find((name) => !model.layers.some((layer) => layer.name === name && isMap(layer)));
  if (unknown !== undefined) {
    const maps = model.layers.filter(isMap).map(({ name }) => name);
    throw new NetworkError(
      'NETWORK_UNKNOWN_LAYER',
      `Network "${model.name}" has no layer "${unknown}" with a feature map to pool. Its last ones that have: ${maps.slice(-8).join(', ')}.`,
      { details: { layer: unknown, valid: maps } },
    );
  }
  return model.layers
    .filter(({ name }) => names.includes(name))
    .map(({ name, output }) => ({ name, map: output as tf.SymbolicTensor }));
}

function apply(layer: tf.layers.Layer, inputs: tf.SymbolicTensor | tf.SymbolicTensor[]): tf.SymbolicTensor {
  return layer.apply(inputs) as tf.SymbolicTensor;
}
