import type { MapPoint } from '../bundle/map-file.js';
import type { PredictedSample } from '../bundle/predictions-file.js';
import { majorityAccuracy, nearestNeighbourAccuracy } from '../evaluation/baselines.js';
import { calibrate, type LabelledLogits, softmax } from '../evaluation/calibration.js';
import { evaluatePredictions, type Predictions } from '../evaluation/evaluate-predictions.js';
import type { Familiarity } from '../evaluation/familiarity.js';
import type { Abstention, Baselines, Calibration, Metrics } from '../evaluation/types.js';
import type { FeatureSet } from '../features/feature-set.js';
import type { SplitFeatures } from './collect-splits.js';
import type { OutOfFold } from './cross-validated-head.js';
import { featureBlocks } from './feature-blocks.js';
import { blocksOf } from './fit.js';
import { mapOf, neighboursOf, predictedSamples } from './look-closer.js';
import { measureAbstention } from './measure-abstention.js';
import type { TrainableNetwork } from './trainable-network.js';
import { logitsOf } from './training-step.js';

/** Of a mistake, in the facts about the model. */
const MISTAKE_NEIGHBOURS = 3;
/** Rows that are evaluated at once. */
const BLOCK = 256;

export interface Measured {
  /** Of the calibrated network, where there is a calibration. */
  readonly test: Metrics;
  readonly validation: Pick<Metrics, 'accuracy' | 'logLoss' | 'count'> | undefined;
  readonly baselines: Baselines;
  /** Undefined without held-out samples to fit it on. */
  readonly calibration: Calibration | undefined;
  /** As `calibration`. */
  readonly abstention: Abstention | undefined;
  /** What the abstention looks at, to be kept in the model. */
  readonly familiarity: Familiarity | undefined;
  readonly evidence: Evidence;
}

/** What the numbers are made of, picture by picture, to be kept in the model. */
export interface Evidence {
  readonly predictions: readonly PredictedSample[] | undefined;
  /** Draws it, which takes a second or two. */
  readonly drawMap: () => Promise<MapPoint[]>;
}

/**
 * The trained network on the test samples, beside what simpler rules reach on the same ones.
 *
 * @param outOfFold calibrates in place of the validation samples where the network learned from these.
 */
export async function measure(
  network: TrainableNetwork,
  { train, validation, test }: SplitFeatures,
  labels: readonly string[],
  outOfFold?: OutOfFold,
): Promise<Measured> {
  const { samples } = test.features;
  const answers = await answersOf(network, test.features, labels.length);
  const held = outOfFold
    ? { logits: outOfFold.logits, labels: outOfFold.features.labels }
    : validation.features.samples.length > 0
      ? await answersOf(network, validation.features, labels.length)
      : undefined;
  const heldFeatures = outOfFold?.features ?? validation.features;
  const calibration = held && calibrate(held, answers);
  const calibrated = ({ logits, labels }: LabelledLogits) =>
    softmax(logits, labels.length, calibration?.temperature);
  const probabilities = calibrated(answers);
  const abstaining =
    held &&
    (await measureAbstention(
      train.features,
      { features: heldFeatures, probabilities: calibrated(held), folds: outOfFold?.folds },
      { features: test.features, probabilities },
      labels.length,
      network.suffix !== undefined,
    ));
  const metrics = evaluatePredictions({ probabilities, samples, labels });
  const mistakes = metrics.mistakes.map(({ id }) => id);
  const neighbours = await neighboursOf(test.pooled, train.pooled, labels, mistakes);
  const validated = {
    samples: validation.features.samples,
    // Out of fold, they come after the training samples.
    probabilities: held
      ? calibrated(held).subarray(
          (heldFeatures.samples.length - validation.features.samples.length) * labels.length,
        )
      : new Float32Array(),
  };
  return {
    test: {
      ...metrics,
      mistakes: metrics.mistakes.map((mistake) => ({
        ...mistake,
        neighbours: neighbours.get(mistake.id)?.slice(0, MISTAKE_NEIGHBOURS),
      })),
    },
    baselines: {
      majority: majorityAccuracy(train.pooled.labels, test.pooled.labels),
      nearestNeighbour: await nearestNeighbourAccuracy(
        featureBlocks(train.pooled),
        featureBlocks(test.pooled),
      ),
    },
    validation: held && scoresOf(calibrated(held), heldFeatures.samples, labels),
    calibration,
    abstention: abstaining?.abstention,
    familiarity: abstaining?.familiarity,
    evidence: {
      predictions: predictedSamples(
        { validation: validated, test: { samples, probabilities } },
        neighbours,
        labels,
      ),
      drawMap: await mapOf(train.pooled, test.pooled, probabilities, labels),
    },
  };
}

function scoresOf(
  probabilities: Float32Array,
  samples: Predictions['samples'],
  labels: readonly string[],
): Pick<Metrics, 'accuracy' | 'logLoss' | 'count'> {
  const { accuracy, logLoss, count } = evaluatePredictions({ probabilities, samples, labels });
  return { accuracy, logLoss, count };
}

async function answersOf(
  network: TrainableNetwork,
  set: FeatureSet,
  classes: number,
): Promise<LabelledLogits> {
  const logits = new Float32Array(set.samples.length * classes);
  for (const positions of blocksOf(set.samples.length, BLOCK)) {
    const rows = logitsOf(network, await set.read(positions), [positions.length, ...set.shape]);
    logits.set(rows, positions[0]! * classes);
  }
  return { logits, labels: set.labels };
}
