import type { WeightsSource } from '../backbones/types.js';
import { WeightsError } from '../errors.js';
import type { OnProgress } from '../progress.js';

/** Being written. */
export async function fetchWeights(source: WeightsSource, _: { onProgress?: OnProgress; signal?: AbortSignal } = {}): Promise<string> {
  throw new WeightsError('WEIGHTS_UNREACHABLE', source.url);
}
