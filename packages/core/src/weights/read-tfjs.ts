import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { WeightsError } from '../errors.js';
import { groupByLayer } from './group-by-layer.js';
import type { WeightsFile, WeightTensor } from './types.js';
import { decodeValues, valueBytes } from './value-types.js';

const VALUE_TYPE = z.enum(['float32', 'float16', 'int32', 'uint16', 'uint8']);
const ENTRY = z.object({
  name: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  dtype: z.enum(['float32', 'float16', 'int32', 'bool']),
  quantization: z
    .object({ dtype: VALUE_TYPE, min: z.number().optional(), scale: z.number().optional() })
    .optional(),
});
const MODEL = z.object({
  format: z.string().optional(),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(ENTRY) })),
});
type Entry = z.infer<typeof ENTRY>;

/**
 * A TensorFlow.js layers model: `model.json` and the weight files beside it, as Teachable Machine exports them. Quantised
 * weights are widened.
 */
export async function readTfjs(bytes: Uint8Array, path: string): Promise<WeightsFile> {
  const { format, weightsManifest } = parse(bytes, path);
  if (format === 'graph-model') {
    throw new WeightsError(
      'WEIGHTS_UNKNOWN_FORMAT',
      `${path} is a tfjs graph model, whose weights no longer belong to layers. Convert the Keras model to a tfjs layers model instead.`,
      { details: { path } },
    );
  }
  const tensors: WeightTensor[] = [];
  for (const { paths, weights } of weightsManifest) {
    const shards = await Promise.all(paths.map((shard) => readShard(shard, path)));
    tensors.push(...readGroup(Buffer.concat(shards), weights, path));
  }
  return { path, format: 'tfjs', naming: 'layers', layers: groupByLayer(tensors) };
}

function parse(bytes: Uint8Array, path: string): z.infer<typeof MODEL> {
  try {
    return MODEL.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw damaged(path, cause instanceof z.ZodError ? z.prettifyError(cause) : 'it is not JSON', cause);
  }
}

async function readShard(shard: string, path: string): Promise<Uint8Array> {
  const folder = dirname(path);
  const file = join(folder, shard);
  // The file comes from outside: it may name what lies beside it, nothing else on this machine.
  if (relative(folder, file).startsWith('..')) throw damaged(path, `it names the weights file "${shard}"`);
  try {
    return await readFile(file);
  } catch (cause) {
    throw new WeightsError(
      'WEIGHTS_NOT_FOUND',
      `${path} needs the weights file ${file}, which cannot be read. Keep the files of an export together in one folder.`,
      { cause, details: { path, shard: file } },
    );
  }
}

/** The tensors of a group lie one behind the other in its shards, which may break anywhere. */
function readGroup(bytes: Uint8Array, entries: readonly Entry[], path: string): WeightTensor[] {
  let offset = 0;
  const tensors = entries.map((entry) => {
    const type = entry.quantization?.dtype ?? (entry.dtype === 'bool' ? 'uint8' : entry.dtype);
    const count = entry.shape.reduce((a, b) => a * b, 1);
    const end = offset + count * valueBytes(type);
    if (end > bytes.length) {
      throw new WeightsError(
        'WEIGHTS_TRUNCATED',
        `The weights files of ${path} end inside tensor "${entry.name}": it needs ${end} bytes, they have ${bytes.length}. Fetch them again.`,
        { details: { path, tensor: entry.name } },
      );
    }
    const data = decodeValues(bytes.subarray(offset, end), type);
    offset = end;
    return { name: entry.name, shape: entry.shape, data: dequantise(data, entry) };
  });
  if (offset !== bytes.length) {
    throw damaged(path, `its tensors take ${offset} bytes, but its weights files have ${bytes.length}`);
  }
  return tensors;
}

/** tfjs-core/src/io/io_utils.ts: `value * scale + min`; float16 has neither. */
function dequantise(values: Float32Array, { quantization }: Entry): Float32Array {
  const { scale, min } = quantization ?? {};
  if (scale === undefined || min === undefined) return values;
  return values.map((value) => value * scale + min);
}

function damaged(path: string, what: string, cause?: unknown): WeightsError {
  return new WeightsError('WEIGHTS_DAMAGED', `${path} is not a usable tfjs model: ${what}. Fetch it again.`, {
    cause,
    details: { path },
  });
}
