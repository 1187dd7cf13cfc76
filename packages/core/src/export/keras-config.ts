import type * as tf from '@tensorflow/tfjs';
import { inputsOf, type LayerConfig } from '../network/topology.js';
import { kerasSettings } from './keras-layers.js';

/**
 * `config.json` of a `.keras` file: what Keras 3's `serialize_keras_object` gives for a functional model.
 *
 * @param layers in Keras's order; the last gives the output.
 * @throws NetworkError `NETWORK_UNSUPPORTED_LAYER`.
 */
export function kerasConfig(model: tf.LayersModel, layers: readonly LayerConfig[]): unknown {
  const input = layers.find(({ class_name }) => class_name === 'InputLayer')!;
  const end = ({ name }: LayerConfig) => [kerasName(name), 0, 0];
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name: model.name,
      trainable: true,
      layers: layers.map((layer) => layerObject(model, layer)),
      input_layers: end(input),
      output_layers: end(layers.at(-1)!),
    },
    registered_name: 'Functional',
  };
}

/** Keras 3 allows no slash in the name of a layer. */
export function kerasName(layer: string): string {
  return layer.replaceAll('/', '_');
}

function layerObject(model: tf.LayersModel, layer: LayerConfig) {
  const name = kerasName(layer.name);
  const shared = { module: 'keras.layers', class_name: layer.class_name, registered_name: null, name };
  if (layer.class_name === 'InputLayer') {
    const config = { batch_shape: layer.config.batch_input_shape, dtype: 'float32', sparse: false, name };
    return { ...shared, config, inbound_nodes: [] };
  }
  const tensors = inputsOf(layer).map((source) => ({
    class_name: '__keras_tensor__',
    config: { shape: outputShape(model, source), dtype: 'float32', keras_history: [kerasName(source), 0, 0] },
  }));
  return {
    ...shared,
    config: { name, trainable: true, dtype: 'float32', ...settingsOf(model, layer) },
    inbound_nodes: [{ args: tensors.length === 1 ? tensors : [tensors], kwargs: {} }],
  };
}

function settingsOf(model: tf.LayersModel, layer: LayerConfig): Record<string, unknown> {
  // tfjs writes a size that is left to be inferred as null, which Keras does not read.
  if (layer.class_name === 'Reshape')
    return {
      target_shape: outputShape(model, layer.name)
        .slice(1)
        .map((side) => side ?? -1),
    };
  return kerasSettings(layer);
}

function outputShape(model: tf.LayersModel, layer: string): (number | null)[] {
  return (model.getLayer(layer).output as tf.SymbolicTensor).shape;
}
