import type * as tf from '@tensorflow/tfjs';
import { NetworkError } from '../errors.js';
import { buildNetwork, inputsOf, type LayerConfig, type Topology, topologyOf } from './topology.js';
import { copyWeights } from './weights.js';

export interface Cut {
  /** From the picture to the features; frozen. Input `[batch, height, width, 3]`. */
  readonly prefix: tf.LayersModel;
  /** From the features to the network's output; undefined when the cut lies after the last layer. */
  readonly suffix: tf.LayersModel | undefined;
  /** Last layer of the prefix. */
  readonly lastFrozen: string;
  /** Shape of one sample's features, without the batch axis. */
  readonly featureShape: readonly number[];
}

/**
 * Cuts a network in two where one tensor is all that passes from below to above, so that `suffix(prefix(x))` is the
 * network. Both halves own copies of their weights: the trainer never holds a frozen one.
 *
 * @param from name of the first layer of the suffix; undefined cuts after the last layer.
 * @throws NetworkError `NETWORK_UNKNOWN_LAYER`, or `NETWORK_INVALID_CUT` when another path goes around the cut; both
 * list the nearest layers that work.
 */
export async function cutNetwork(model: tf.LayersModel, from?: string): Promise<Cut> {
  const topology = topologyOf(model);
  const { layers } = topology.config;
  const boundary = from === undefined ? layers.length - 1 : boundaryBefore(topology, from);
  const lastFrozen = layers[boundary]!;
  const featureShape = (model.getLayer(lastFrozen.name).output as tf.SymbolicTensor).shape.slice(
    1,
  ) as number[];

  const prefix = await buildNetwork({
    ...topology,
    config: {
      ...topology.config,
      name: `${topology.config.name}_prefix`,
      layers: layers.slice(0, boundary + 1),
      output_layers: [[lastFrozen.name, 0, 0]],
    },
  });
  copyWeights(model, prefix);
  if (boundary === layers.length - 1)
    return { prefix, suffix: undefined, lastFrozen: lastFrozen.name, featureShape };

  const suffix = await buildNetwork(suffixTopology(topology, boundary, featureShape));
  copyWeights(model, suffix);
  return { prefix, suffix, lastFrozen: lastFrozen.name, featureShape };
}

/**
 * Names of the layers that fine-tuning can start from, lowest first: every path from input to output passes through
 * the one tensor that they read.
 */
export function validCuts(model: tf.LayersModel): string[] {
  return cutCandidates(topologyOf(model)).map(({ name }) => name);
}

/** Throws as `cutNetwork` does when the network cannot be cut at this layer. */
export function checkCut(topology: Topology, from: string): void {
  boundaryBefore(topology, from);
}

/** Index of the last layer below `from`, after checking that no path goes around it. */
function boundaryBefore(topology: Topology, from: string): number {
  const { layers, name: network } = topology.config;
  const candidates = cutCandidates(topology);
  const found = candidates.find(({ name }) => name === from);
  if (found) return found.boundary;

  const position = layers.findIndex(({ name }) => name === from);
  if (position < 0) {
    throw new NetworkError(
      'NETWORK_UNKNOWN_LAYER',
      `Network "${network}" has no layer "${from}". Fine-tuning can start from, for example: ${spread(candidates)}.`,
      { details: { layer: from, valid: candidates.map(({ name }) => name) } },
    );
  }
  const nearest = [...candidates]
    .sort((a, b) => Math.abs(a.position - position) - Math.abs(b.position - position))
    .slice(0, 4)
    .sort((a, b) => a.position - b.position)
    .map(({ name }) => name);
  throw new NetworkError(
    'NETWORK_INVALID_CUT',
    `Network "${network}" cannot be cut at layer "${from}": another path goes around it. Nearest layers that work: ${nearest.join(', ')}.`,
    { details: { layer: from, nearest } },
  );
}

interface Candidate {
  readonly name: string;
  readonly position: number;
  /** Index of the layer whose output it reads. */
  readonly boundary: number;
}

/**
 * With layers in reading order, and each on some path from input to output, a layer's output is the only way up exactly
 * when no connection jumps over it.
 */
function cutCandidates({ config: { layers } }: Topology): Candidate[] {
  const index = new Map(layers.map(({ name }, i) => [name, i]));
  /** `reach[i]`: the furthest layer that reads something strictly below layer i. */
  const reach: number[] = [];
  let furthest = 0;
  for (let i = 0; i < layers.length; i++) {
    reach.push(furthest);
    for (const reader of readersOf(layers, layers[i]!.name))
      furthest = Math.max(furthest, index.get(reader.name)!);
  }
  return layers.flatMap((layer, position) => {
    const inputs = new Set(inputsOf(layer));
    if (inputs.size !== 1) return [];
    const boundary = index.get([...inputs][0]!)!;
    return reach[boundary]! <= boundary ? [{ name: layer.name, position, boundary }] : [];
  });
}

function readersOf(layers: readonly LayerConfig[], name: string): LayerConfig[] {
  return layers.filter((layer) => inputsOf(layer).includes(name));
}

function suffixTopology(topology: Topology, boundary: number, featureShape: readonly number[]): Topology {
  const { layers, name } = topology.config;
  const lastFrozen = layers[boundary]!.name;
  const input: LayerConfig = {
    class_name: 'InputLayer',
    name: 'features',
    config: { batch_input_shape: [null, ...featureShape], dtype: 'float32', sparse: false, name: 'features' },
    inbound_nodes: [],
  };
  const above = layers.slice(boundary + 1).map((layer) => ({
    ...layer,
    inbound_nodes: layer.inbound_nodes.map((node) =>
      node.map(([source, ...rest]) => [source === lastFrozen ? 'features' : source, ...rest] as const),
    ),
  }));
  return {
    ...topology,
    config: {
      ...topology.config,
      name: `${name}_suffix`,
      layers: [input, ...above],
      input_layers: [['features', 0, 0]],
    },
  };
}

/** About eight names spread over the whole network, for an error message. */
function spread(candidates: readonly Candidate[]): string {
  const step = Math.max(1, Math.floor(candidates.length / 8));
  return candidates
    .filter((_, i) => i % step === 0)
    .map(({ name }) => name)
    .join(', ');
}
