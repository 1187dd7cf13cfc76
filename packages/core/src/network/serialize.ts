import * as tf from '@tensorflow/tfjs';
import { NetworkError } from '../errors.js';
import { parseSafetensors, writeSafetensors } from '../weights/safetensors.js';
import { buildNetwork, type Topology, topologyOf, withZeroInitialisers } from './topology.js';
import { readWeightValues, weightsOf } from './weights.js';

/**
 * A network in one safetensors file: its variables in float32, its Keras JSON under the metadata key `topology`. The
 * same network always gives the same bytes.
 */
export async function serializeNetwork(model: tf.LayersModel): Promise<Uint8Array> {
  const topology = JSON.stringify(withZeroInitialisers(topologyOf(model)));
  return writeSafetensors(await readWeightValues(weightsOf(model)), { format: 'graft-network', topology });
}

/**
 * @param path named in errors.
 * @throws NetworkError `NETWORK_DAMAGED` when the file holds no network; WeightsError when it is no safetensors file.
 */
export async function deserializeNetwork(bytes: Uint8Array, path: string): Promise<tf.LayersModel> {
  const { tensors, metadata } = parseSafetensors(bytes, path);
  if (!metadata.topology) {
    throw new NetworkError(
      'NETWORK_DAMAGED',
      `${path} holds tensors but no network (no "topology" in its metadata).`,
    );
  }
  const model = await buildNetwork(JSON.parse(metadata.topology) as Topology);
  for (const { name, shape, variable } of weightsOf(model)) {
    const stored = tensors.get(name);
    if (!stored || stored.shape.join() !== shape.join()) {
      throw new NetworkError(
        'NETWORK_DAMAGED',
        `${path}: variable "${name}" should have shape [${shape}], but the file holds ${stored ? `[${stored.shape}]` : 'none'}.`,
        { details: { variable: name } },
      );
    }
    assign(variable, stored.data);
  }
  return model;
}

function assign(variable: tf.Variable, data: Float32Array): void {
  const value = tf.tensor(data, variable.shape);
  variable.assign(value);
  value.dispose();
}
