import type { FeatureBlocks } from '../evaluation/baselines.js';
import type { FeatureSet } from '../features/feature-set.js';
import { blocksOf } from './fit.js';

/** Rows that are compared at once. */
const BLOCK = 256;

/** A set's vectors with their labels, in order. */
export function featureBlocks(set: FeatureSet): FeatureBlocks {
  return {
    labels: set.labels,
    async *blocks() {
      for (const positions of blocksOf(set.samples.length, BLOCK)) {
        yield { count: positions.length, data: await set.read(positions) };
      }
    },
  };
}
