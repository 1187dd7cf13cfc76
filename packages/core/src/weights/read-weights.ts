import { readSafetensorsWeights } from './read-safetensors.js';
import type { WeightsFile } from './types.js';

/** Reads a weights file in any of the formats that Keras users have. */
export function readWeights(path: string): Promise<WeightsFile> {
  return readSafetensorsWeights(path);
}
