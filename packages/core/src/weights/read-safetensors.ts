import { readFile } from 'node:fs/promises';
import { parseSafetensors } from './safetensors.js';
import type { LayerWeights, WeightsFile, WeightTensor } from './types.js';

/** Tensors named `layer/variable`, as Keras users write them. */
export async function readSafetensorsWeights(path: string): Promise<WeightsFile> {
  const { tensors } = parseSafetensors(await readFile(path), path);
  const layers = new Map<string, WeightTensor[]>();
  for (const [key, { shape, data }] of tensors) {
    const slash = key.lastIndexOf('/');
    const layer = key.slice(0, slash);
    if (!layers.has(layer)) layers.set(layer, []);
    layers.get(layer)!.push({ name: key.slice(slash + 1), shape, data });
  }
  const list: LayerWeights[] = [...layers].map(([layer, own]) => ({ layer, tensors: own }));
  return { path, format: 'safetensors', layers: list };
}
