import { groupByLayer } from './group-by-layer.js';
import { parseSafetensors } from './safetensors.js';
import type { WeightsFile } from './types.js';

/** Tensors named `layer/variable`, as Keras users write them. */
export function readSafetensors(bytes: Uint8Array, path: string): WeightsFile {
  const { tensors } = parseSafetensors(bytes, path);
  const list = [...tensors].map(([name, { shape, data }]) => ({ name, shape, data }));
  return { path, format: 'safetensors', naming: 'layers', layers: groupByLayer(list) };
}
