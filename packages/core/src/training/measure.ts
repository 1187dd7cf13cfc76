import { type FeatureBlocks, majorityAccuracy, nearestNeighbourAccuracy } from '../evaluation/baselines.js';
import { evaluatePredictions } from '../evaluation/evaluate-predictions.js';
import type { Baselines, Metrics } from '../evaluation/types.js';
import type { FeatureSet } from '../features/feature-set.js';
import type { SplitFeatures } from './collect-splits.js';
import { blocksOf } from './fit.js';
import type { TrainableNetwork } from './trainable-network.js';
import { probabilitiesOf } from './training-step.js';

/** Rows that are evaluated or compared at once. */
const BLOCK = 256;

/** The trained network on the test samples, beside what simpler rules reach on the same ones. */
export async function measure(
  network: TrainableNetwork,
  { train, test }: SplitFeatures,
  labels: readonly string[],
): Promise<{ test: Metrics; baselines: Baselines }> {
  const { samples } = test.features;
  const probabilities = new Float32Array(samples.length * labels.length);
  for (const positions of blocksOf(samples.length, BLOCK)) {
    const shape = [positions.length, ...test.features.shape];
    const rows = probabilitiesOf(network, await test.features.read(positions), shape);
    probabilities.set(rows, positions[0]! * labels.length);
  }
  return {
    test: evaluatePredictions({ probabilities, samples, labels }),
    baselines: {
      majority: majorityAccuracy(train.pooled.labels, test.pooled.labels),
      nearestNeighbour: await nearestNeighbourAccuracy(
        featureBlocks(train.pooled),
        featureBlocks(test.pooled),
      ),
    },
  };
}

function featureBlocks(set: FeatureSet): FeatureBlocks {
  return {
    labels: set.labels,
    async *blocks() {
      for (const positions of blocksOf(set.samples.length, BLOCK)) {
        yield { count: positions.length, data: await set.read(positions) };
      }
    },
  };
}
