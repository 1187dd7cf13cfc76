import type * as tf from '@tensorflow/tfjs';
import { WEIGHTS_FILE } from '../bundle/layout.js';
import type { Manifest } from '../bundle/manifest.js';
import { type CompiledBundle, readBundle } from '../bundle/read-bundle.js';
import { startEngine } from '../engine/engine.js';
import { NetworkError } from '../errors.js';
import { deserializeNetwork } from '../network/serialize.js';
import { buildNetwork, type LayerConfig, type Topology, topologyOf } from '../network/topology.js';
import { weightsOf } from '../network/weights.js';
import { loadFrozen } from '../prediction/load-with-tensorflow.js';
import type { Storage } from '../storage/types.js';

export interface WholeNetwork {
  /** Scaled pixels `[batch, height, width, 3]`, as `imageDecoder` gives them -> probabilities `[batch, labels]`. */
  readonly model: tf.LayersModel;
  readonly manifest: Manifest;
  /** What the model is served with, where its frozen part computes in int8: `model` is the network before it was rounded. */
  readonly int8?: CompiledBundle;
}

/**
 * A saved model's frozen and trained parts as the one network that they are.
 *
 * @throws BundleError as `readBundle` does; NetworkError as `joinNetworks` does.
 */
export async function loadWholeNetwork(storage: Storage, prefix: string): Promise<WholeNetwork> {
  const bundle = await readBundle(storage, prefix);
  await startEngine();
  const frozen = await loadFrozen(bundle);
  const trained = await deserializeNetwork(bundle.weights, WEIGHTS_FILE);
  try {
    const model = await joinNetworks(frozen, trained, bundle.manifest.backbone.name);
    const { manifest, compiled } = bundle;
    return { model, manifest, int8: manifest.precision?.used === 'int8' ? compiled : undefined };
  } finally {
    frozen.dispose();
    trained.dispose();
  }
}

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
