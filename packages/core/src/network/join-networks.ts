import type * as tf from '@tensorflow/tfjs';
import { NetworkError } from '../errors.js';
import { buildNetwork, type LayerConfig, type Topology, topologyOf } from './topology.js';
import { weightsOf } from './weights.js';

/**
 * `upper(lower(x))` as one functional model of its own, with its own copies of the weights.
 *
 * @throws NetworkError `NETWORK_DUPLICATE_LAYER` where both have a layer of the same name.
 */
export async function joinNetworks(
  lower: tf.LayersModel,
  upper: tf.LayersModel,
  name: string,
): Promise<tf.LayersModel> {
  const model = await buildNetwork(joinTopologies(topologyOf(lower), topologyOf(upper), name));
  const values = new Map([...weightsOf(lower), ...weightsOf(upper)].map((w) => [w.name, w.variable]));
  for (const weight of weightsOf(model)) weight.variable.assign(values.get(weight.name) as tf.Tensor);
  return model;
}

function joinTopologies(lower: Topology, upper: Topology, name: string): Topology {
  const [joint] = lower.config.output_layers[0]!;
  const [entry] = upper.config.input_layers[0]!;
  const rename = (source: string) => (source === entry ? joint : source);
  const above = upper.config.layers
    .filter((layer) => layer.name !== entry)
    .map((layer): LayerConfig => {
      const inbound_nodes = layer.inbound_nodes.map((node) =>
        node.map(([source, ...rest]) => [rename(source), ...rest] as const),
      );
      return { ...layer, inbound_nodes };
    });
  const below = new Set(lower.config.layers.map((layer) => layer.name));
  const twice = above.find((layer) => below.has(layer.name));
  if (twice) {
    throw new NetworkError(
      'NETWORK_DUPLICATE_LAYER',
      `Both the frozen and the trained part have a layer "${twice.name}"; expected names that differ. Rename the backbone's layer and train again.`,
      { details: { layer: twice.name } },
    );
  }
  const [[output, ...ends]] = upper.config.output_layers as [readonly [string, number, number]];
  return {
    ...lower,
    config: {
      ...lower.config,
      name,
      layers: [...lower.config.layers, ...above],
      output_layers: [[rename(output), ...ends]],
    },
  };
}
