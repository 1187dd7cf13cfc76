import { nearestNeighbours } from '../evaluation/nearest-neighbours.js';
import type { Mistake } from '../evaluation/types.js';
import type { FeatureSet } from '../features/feature-set.js';
import { featureBlocks } from './feature-blocks.js';

/** Mistakes whose neighbours are looked up, the most confident ones; each costs a pass over the training features. */
const MOST_MISTAKES = 200;
const NEIGHBOURS = 3;

/** Adds to each mistake the training samples with the most similar features: what the model may have taken it for. */
export async function withNeighbours(
  mistakes: readonly Mistake[],
  train: FeatureSet,
  test: FeatureSet,
  labels: readonly string[],
): Promise<Mistake[]> {
  const positionOf = new Map(test.samples.map(({ id }, position) => [id, position]));
  const looked = mistakes.slice(0, MOST_MISTAKES);
  const queries = await test.read(looked.map(({ id }) => positionOf.get(id)!));
  const nearest = await nearestNeighbours(featureBlocks(train), queries, looked.length, NEIGHBOURS);
  return mistakes.map((mistake, i) => ({
    ...mistake,
    neighbours: nearest[i]?.map(({ position, similarity }) => {
      const { id, path, label } = train.samples[position]!;
      return { id, path, label: labels[label]!, similarity };
    }),
  }));
}
