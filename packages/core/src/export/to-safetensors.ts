import type * as tf from '@tensorflow/tfjs';
import { topologyOf, withZeroInitialisers } from '../network/topology.js';
import { readWeightValues, weightsOf } from '../network/weights.js';
import { writeSafetensors } from '../weights/safetensors.js';
import { asStrings, toJson } from './facts.js';
import type { ExportedFiles, ExportFacts } from './types.js';

/** Every variable as `layer/variable`, and beside it the facts and the network's layers (Keras JSON, as tfjs reads it). */
export async function toSafetensors(model: tf.LayersModel, facts: ExportFacts): Promise<ExportedFiles> {
  const tensors = await readWeightValues(weightsOf(model));
  return new Map([
    ['model.safetensors', writeSafetensors(tensors, { format: 'graft', ...asStrings(facts) })],
    ['config.json', toJson({ ...facts, topology: withZeroInitialisers(topologyOf(model)) })],
  ]);
}
