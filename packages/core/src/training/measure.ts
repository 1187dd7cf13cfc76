import { majorityAccuracy, nearestNeighbourAccuracy } from '../evaluation/baselines.js';
import { calibrate, type LabelledProbabilities, withTemperature } from '../evaluation/calibration.js';
import { evaluatePredictions } from '../evaluation/evaluate-predictions.js';
import type { Familiarity } from '../evaluation/familiarity.js';
import type { Abstention, Baselines, Calibration, Metrics } from '../evaluation/types.js';
import type { FeatureSet } from '../features/feature-set.js';
import type { SplitFeatures } from './collect-splits.js';
import { featureBlocks } from './feature-blocks.js';
import { blocksOf } from './fit.js';
import { measureAbstention } from './measure-abstention.js';
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
  /** As `calibration`. */
  readonly abstention: Abstention | undefined;
  /** What the abstention looks at, to be kept in the model. */
  readonly familiarity: Familiarity | undefined;
}

/** The trained network on the test samples, beside what simpler rules reach on the same ones. */
export async function measure(
  network: TrainableNetwork,
  { train, validation, test }: SplitFeatures,
  labels: readonly string[],
): Promise<Measured> {
  const { samples } = test.features;
  const answers = await answersOf(network, test.features, labels.length);
  const held =
    validation.features.samples.length > 0
      ? await answersOf(network, validation.features, labels.length)
      : undefined;
  const calibration = held && calibrate(held, answers);
  const abstaining =
    held &&
    (await measureAbstention(
      train.features,
      { features: validation.features, answers: firstLabels(held) },
      { features: test.features, answers: firstLabels(answers) },
      labels.length,
    ));
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
    abstention: abstaining?.abstention,
    familiarity: abstaining?.familiarity,
  };
}

/** Of each row the most probable label. */
function firstLabels({ probabilities, labels }: LabelledProbabilities): number[] {
  const classes = probabilities.length / labels.length;
  return Array.from(labels, (_, row) => {
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
}

async function answersOf(network: TrainableNetwork, set: FeatureSet, classes: number) {
  const probabilities = new Float32Array(set.samples.length * classes);
  for (const positions of blocksOf(set.samples.length, BLOCK)) {
    const rows = probabilitiesOf(network, await set.read(positions), [positions.length, ...set.shape]);
    probabilities.set(rows, positions[0]! * classes);
  }
  return { probabilities, labels: set.labels };
}
