import * as tf from '@tensorflow/tfjs';
import { NetworkError } from '../errors.js';

/** One layer of a functional model in Keras's JSON. */
export interface LayerConfig {
  readonly class_name: string;
  readonly name: string;
  readonly config: Record<string, unknown>;
  /** `[[[layer, nodeIndex, tensorIndex, callArguments], …]]`; empty for an InputLayer. */
  readonly inbound_nodes: readonly (readonly (readonly [string, number, number, unknown])[])[];
}

/** A network as data: the Keras JSON of a functional model with one input and one output, each layer used once. */
export interface Topology {
  readonly class_name: string;
  readonly config: {
    readonly name: string;
    readonly layers: readonly LayerConfig[];
    readonly input_layers: readonly (readonly [string, number, number])[];
    readonly output_layers: readonly (readonly [string, number, number])[];
  };
}

/**
 * @returns the model's topology, layers in an order in which each comes after everything it reads.
 * @throws NetworkError `NETWORK_NOT_FUNCTIONAL`, `NETWORK_SHARED_LAYER` or `NETWORK_MANY_ENDS` for models that cannot be cut.
 */
export function topologyOf(model: tf.LayersModel): Topology {
  const topology = model.toJSON(null, false) as unknown as Topology;
  const { name, layers, input_layers, output_layers } = topology.config;
  if (!Array.isArray(layers) || !Array.isArray(input_layers)) {
    throw new NetworkError(
      'NETWORK_NOT_FUNCTIONAL',
      `Network "${model.name}" is a ${topology.class_name}; expected a functional model made with tf.model().`,
    );
  }
  if (input_layers.length !== 1 || output_layers.length !== 1) {
    throw new NetworkError(
      'NETWORK_MANY_ENDS',
      `Network "${name}" has ${input_layers.length} inputs and ${output_layers.length} outputs; expected one of each.`,
    );
  }
  const shared = layers.find((layer) => layer.inbound_nodes.length > 1);
  if (shared) {
    throw new NetworkError(
      'NETWORK_SHARED_LAYER',
      `Layer "${shared.name}" of network "${name}" is used ${shared.inbound_nodes.length} times; expected each layer once.`,
      { details: { layer: shared.name } },
    );
  }
  return { ...topology, config: { ...topology.config, layers: inReadingOrder(layers) } };
}

/** Names of the layers that a layer reads from. */
export function inputsOf(layer: LayerConfig): string[] {
  return (layer.inbound_nodes[0] ?? []).map(([name]) => name);
}

/**
 * Builds the network with every weight zero: weights are assigned afterwards, so random initialisation (seconds for
 * VGG16) would be wasted.
 */
export async function buildNetwork(topology: Topology): Promise<tf.LayersModel> {
  return tf.models.modelFromJSON(withZeroInitialisers(topology) as unknown as tf.io.ModelJSON);
}

/** The same network without the memory of how it was first initialised. */
export function withZeroInitialisers(topology: Topology): Topology {
  const layers = topology.config.layers.map((layer) => ({
    ...layer,
    config: Object.fromEntries(
      Object.entries(layer.config).map(([key, value]) =>
        key.endsWith('_initializer') && value ? [key, { class_name: 'Zeros', config: {} }] : [key, value],
      ),
    ),
  }));
  return { ...topology, config: { ...topology.config, layers } };
}

function inReadingOrder(layers: readonly LayerConfig[]): LayerConfig[] {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const ordered = new Set<LayerConfig>();
  const visit = (layer: LayerConfig) => {
    if (ordered.has(layer)) return;
    for (const name of inputsOf(layer)) visit(byName.get(name)!);
    ordered.add(layer);
  };
  for (const layer of layers) visit(layer);
  return [...ordered];
}
