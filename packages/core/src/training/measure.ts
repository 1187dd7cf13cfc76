import { majorityAccuracy, nearestNeighbourAccuracy } from '../evaluation/baselines.js';
import { calibrate, withTemperature } from '../evaluation/calibration.js';
import { evaluatePredictions } from '../evaluation/evaluate-predictions.js';
import type { Baselines, Calibration, Metrics } from '../evaluation/types.js';
import type { FeatureSet } from '../features/feature-set.js';
import type { SplitFeatures } from './collect-splits.js';
import { featureBlocks } from './feature-blocks.js';
import { blocksOf } from './fit.js';
import { withNeighbours } from './mistake-neighbours.js';
import type { TrainableNetwork } from './trainable-network.js';
import { probabilitiesOf } from './training-step.js';

/** Rows that are evaluated at once. */
const BLOCK = 256;

export interface Measured {
  /** Of the calibrated network, where there is a calibration. */
  readonly test: Metrics;
  readonly baselines: Baselines;
  /** Undefined without validation samples to fit it on. */
  readonly calibration: Calibration | undefined;
}

/** The trained network on the test samples, beside what simpler rules reach on the same ones. */
export async function measure(
  network: TrainableNetwork,
  { train, validation, test }: SplitFeatures,
  labels: readonly string[],
): Promise<Measured> {
  const { samples } = test.features;
  const answers = await answersOf(network, test.features, labels.length);
  const calibration =
    validation.features.samples.length > 0
      ? calibrate(await answersOf(network, validation.features, labels.length), answers)
      : undefined;
  const probabilities = withTemperature(answers.probabilities, samples.length, calibration?.temperature ?? 1);
  const metrics = evaluatePredictions({ probabilities, samples, labels });
  return {
    test: {
      ...metrics,
      mistakes: await withNeighbours(metrics.mistakes, train.pooled, test.pooled, labels),
    },
    baselines: {
      majority: majorityAccuracy(train.pooled.labels, test.pooled.labels),
      nearestNeighbour: await nearestNeighbourAccuracy(
        featureBlocks(train.pooled),
        featureBlocks(test.pooled),
      ),
    },
    calibration,
  };
}

async function answersOf(network: TrainableNetwork, set: FeatureSet, classes: number) {
  const probabilities = new Float32Array(set.samples.length * classes);
  for (const positions of blocksOf(set.samples.length, BLOCK)) {
    const rows = probabilitiesOf(network, await set.read(positions), [positions.length, ...set.shape]);
    probabilities.set(rows, positions[0]! * classes);
  }
  return { probabilities, labels: set.labels };
}
