import * as tf from '@tensorflow/tfjs';

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

/**
 * How the last feature map `[batch, h, w, c]` becomes a vector: `average`, `max`, both concatenated, or flattened row
 * by row. Holds no weights.
 */
export function withPooling(
  model: tf.LayersModel,
  pooling: 'average' | 'max' | 'both' | 'flatten',
): tf.LayersModel {
  const features = model.outputs[0]!;
  const average = () =>
    tf.layers.globalAveragePooling2d({ name: 'average_pool' }).apply(features) as tf.SymbolicTensor;
  const max = () => tf.layers.globalMaxPooling2d({ name: 'max_pool' }).apply(features) as tf.SymbolicTensor;
  const outputs = {
    average,
    max,
    both: () => tf.layers.concatenate({ name: 'both_pools' }).apply([average(), max()]) as tf.SymbolicTensor,
    flatten: () => tf.layers.flatten({ name: 'flatten' }).apply(features) as tf.SymbolicTensor,
  }[pooling]();
  return tf.model({ inputs: model.inputs, outputs, name: model.name });
}
