import { createHash } from 'node:crypto';
import type * as tf from '@tensorflow/tfjs';
import { NetworkError } from '../errors.js';
import { topologyOf } from './topology.js';

/** One variable of a network, by the name Keras gives it: `block5_conv1/kernel`. */
export interface NetworkWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly variable: tf.Variable;
  /** False for batch norm's moving statistics, which only data may move. */
  readonly trainable: boolean;
}

/** Every variable, layer by layer, trainable ones first within a layer as Keras orders them. */
export function weightsOf(model: tf.LayersModel): NetworkWeight[] {
  return model.layers.flatMap((layer) => {
    const trainable = new Set(layer.trainableWeights);
    return layer.weights.map((weight) => ({
      name: `${layer.name}/${weight.originalName.slice(weight.originalName.lastIndexOf('/') + 1)}`,
      shape: weight.shape as number[],
      // tfjs types a LayerVariable's value as protected; reading it is the only way to the trainable tf.Variable.
      variable: (weight as unknown as { val: tf.Variable }).val,
      trainable: trainable.has(weight),
    }));
  });
}

/** Copies weights by name into a network whose variables all exist in the source. */
export function copyWeights(source: tf.LayersModel, target: tf.LayersModel): void {
  const sources = new Map(weightsOf(source).map((weight) => [weight.name, weight.variable]));
  for (const { name, variable } of weightsOf(target)) {
    const value = sources.get(name);
    if (!value)
      throw new NetworkError('NETWORK_MISSING_WEIGHT', `Network "${source.name}" has no variable "${name}".`);
    variable.assign(value as tf.Tensor);
  }
}

/** Values of every variable, copied out of the engine. */
export async function readWeightValues(
  weights: readonly NetworkWeight[],
): Promise<{ name: string; shape: readonly number[]; data: Float32Array }[]> {
  return Promise.all(
    weights.map(async ({ name, shape, variable }) => ({
      name,
      shape,
      // Not Float32Array.from: it walks an iterator, seconds for VGG16 where a copy takes milliseconds.
      data: ((await variable.data()) as Float32Array).slice(),
    })),
  );
}

/**
 * SHA-256 over a network's layers and the exact bits of its weights, moving statistics included: equal exactly when two
 * networks compute the same function. Proves that a frozen network stayed frozen, and keys the feature cache.
 */
export async function fingerprint(model: tf.LayersModel): Promise<string> {
  const hash = createHash('sha256');
  for (const { class_name, name, config, inbound_nodes } of topologyOf(model).config.layers) {
    hash.update(JSON.stringify([class_name, name, computingPart(config), inbound_nodes]));
  }
  await hashWeights(hash, weightsOf(model));
  return hash.digest('hex');
}

/** SHA-256 over the exact bits of these variables. */
export async function fingerprintWeights(weights: readonly NetworkWeight[]): Promise<string> {
  const hash = createHash('sha256');
  await hashWeights(hash, weights);
  return hash.digest('hex');
}

async function hashWeights(
  hash: ReturnType<typeof createHash>,
  weights: readonly NetworkWeight[],
): Promise<void> {
  for (const { name, shape, data } of await readWeightValues(weights)) {
    hash.update(`${name}${JSON.stringify(shape)}`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
}

/** A layer's configuration without what only training reads. */
function computingPart(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).filter(([key]) => !/_(initializer|regularizer|constraint)$|^trainable$/.test(key)),
  );
}
