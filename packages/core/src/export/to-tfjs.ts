import type * as tf from '@tensorflow/tfjs';
import { topologyOf, withZeroInitialisers } from '../network/topology.js';
import { readWeightValues, weightsOf } from '../network/weights.js';

import { toJson } from './facts.js';
import { toFloat16 } from './float16.js';
import type { ExportedFiles, ExportFacts } from './types.js';

/** 4 MB, the size that tfjs's own converter cuts at: browsers cache files of it. */
const SHARD_BYTES = 4 * 2 ** 20;

/** A TensorFlow.js layers model: `model.json`, which `tf.loadLayersModel` opens, and its weights in shards. */
export async function toTfjs(
  model: tf.LayersModel,
  facts: ExportFacts,
  { float16 }: { float16: boolean },
): Promise<ExportedFiles> {
  const values = await readWeightValues(weightsOf(model));
  const data = Buffer.concat(values.map(({ name, data }) => bytesOf(float16 ? toFloat16(data, name) : data)));
  const count = Math.max(1, Math.ceil(data.length / SHARD_BYTES));
  const shards = Array.from({ length: count }, (_, i): [string, Uint8Array] => [
    `group1-shard${i + 1}of${count}.bin`,
    data.subarray(i * SHARD_BYTES, (i + 1) * SHARD_BYTES),
  ]);
  const weights = values.map(({ name, shape }) => ({
    name,
    shape,
    dtype: 'float32',
    ...(float16 && { quantization: { dtype: 'float16', original_dtype: 'float32' } }),
  }));
  const description = {
    format: 'layers-model',
    generatedBy: `Graft ${facts.graft}`,
    convertedBy: null,
    modelTopology: withZeroInitialisers(topologyOf(model)),
    userDefinedMetadata: facts,
    weightsManifest: [{ paths: shards.map(([name]) => name), weights }],
  };
  return new Map([...shards, ['model.json', toJson(description)]]);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
