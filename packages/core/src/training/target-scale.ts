import * as tf from '@tensorflow/tfjs';
import type { Dataset, Sample } from '../data/types.js';
import { copyNetwork } from '../network/copy.js';

/** What numbers are moved and divided by while they are learned, so that none counts for more than another. */
export interface TargetScale {
  readonly mean: readonly number[];
  /** Standard deviations over the training samples; 1 where a number does not vary. */
  readonly deviation: readonly number[];
}

export function targetScaleOf({ splits, labels }: Dataset): TargetScale {
  const rows = splits.train.map(({ targets }) => targets!);
  const average = (of: (row: readonly number[]) => number) =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const mean = labels.map((_, i) => average((row) => row[i]!));
  const deviation = labels.map((_, i) => Math.sqrt(average((row) => (row[i]! - mean[i]!) ** 2)) || 1);
  return { mean, deviation };
}

/** The dataset with mean 0 and deviation 1 in its training part. */
export function scaledDataset(dataset: Dataset, { mean, deviation }: TargetScale): Dataset {
  const scaled = (samples: readonly Sample[]) =>
    samples.map((sample) => ({
      ...sample,
      targets: sample.targets!.map((value, i) => (value - mean[i]!) / deviation[i]!),
    }));
  const { train, validation, test } = dataset.splits;
  return {
    ...dataset,
    splits: { train: scaled(train), validation: scaled(validation), test: scaled(test) },
  };
}

/**
 * The network with its last dense layer giving numbers in their own units: whatever serves or exports the saved model has
 * nothing to apply.
 *
 * @returns a copy with variables of its own; the caller disposes it.
 */
export async function unscaledModel(
  network: tf.LayersModel,
  { mean, deviation }: TargetScale,
): Promise<tf.LayersModel> {
  const copy = await copyNetwork(network);
  rescale(copy, deviation, mean);
  return copy;
}

/** The way back, in place: a head that gives numbers in their own units goes on learning them with mean 0 and deviation 1. */
export function scaleHead(head: tf.LayersModel, { mean, deviation }: TargetScale): void {
  rescale(
    head,
    deviation.map((one) => 1 / one),
    mean.map((one, i) => -one / deviation[i]!),
  );
}

function rescale(network: tf.LayersModel, factors: readonly number[], offsets: readonly number[]): void {
  const logits = network.getLayer('logits');
  tf.tidy(() => {
    const [kernel, bias] = logits.getWeights() as [tf.Tensor, tf.Tensor];
    const by = tf.tensor1d([...factors]);
    logits.setWeights([kernel.mul(by), bias.mul(by).add(tf.tensor1d([...offsets]))]);
  });
}
