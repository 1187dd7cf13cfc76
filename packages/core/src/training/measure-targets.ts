import * as tf from '@tensorflow/tfjs';
import type { Sample } from '../data/types.js';
import {
  bestThreshold,
  evaluateMultiLabel,
  type MultiLabelMetrics,
} from '../evaluation/evaluate-multi-label.js';
import { evaluateRegression, type RegressionMetrics } from '../evaluation/evaluate-regression.js';
import type { FeatureSet } from '../features/feature-set.js';
import type { SplitFeatures } from './collect-splits.js';
import { blocksOf } from './fit.js';
import type { TargetScale } from './target-scale.js';
import type { TrainableNetwork } from './trainable-network.js';

export interface MeasuredLabels {
  readonly test: MultiLabelMetrics;
  readonly baselines: { readonly meanAveragePrecision: number; readonly subsetAccuracy: number };
  /** Of each label, by F1 on the validation samples; 0.5 without any. */
  readonly thresholds: readonly number[];
}

export interface MeasuredNumbers {
  readonly test: RegressionMetrics;
  /** Of always answering the mean of the training samples, by target. */
  readonly baselines: { readonly meanAbsoluteError: readonly number[] };
}

/** Rows that are evaluated at once. */
const BLOCK = 256;

export async function measureLabels(
  network: TrainableNetwork,
  { train, validation, test }: SplitFeatures,
  labels: readonly string[],
): Promise<MeasuredLabels> {
  const held = await outputsOf(network, validation.features, labels.length, (x) => x.sigmoid());
  const known = validation.features.samples;
  const thresholds = labels.map((_, label) =>
    bestThreshold(
      known.map((_, row) => held[row * labels.length + label]!),
      known.map(({ targets }) => targets![label]!),
    ),
  );
  const { samples } = test.features;
  return {
    test: evaluateMultiLabel({
      probabilities: await outputsOf(network, test.features, labels.length, (x) => x.sigmoid()),
      targets: samples.flatMap(({ targets }) => [...targets!]),
      labels,
      thresholds,
    }),
    baselines: labelBaselines(train.features.samples, samples, labels.length),
    thresholds,
  };
}

export async function measureNumbers(
  network: TrainableNetwork,
  { test }: SplitFeatures,
  names: readonly string[],
  { mean, deviation }: TargetScale,
): Promise<MeasuredNumbers> {
  const { samples } = test.features;
  const inUnits = (value: number, i: number) =>
    value * deviation[i % names.length]! + mean[i % names.length]!;
  const outputs = await outputsOf(network, test.features, names.length, (x) => x);
  const actual = samples.flatMap(({ targets }) => targets!.map(inUnits));
  return {
    test: evaluateRegression({
      predicted: Array.from(outputs, inUnits),
      actual,
      ids: samples.map(({ id }) => id),
      targets: names,
    }),
    baselines: {
      meanAbsoluteError: names.map((_, i) => {
        const off = samples.map((_, row) => Math.abs(actual[row * names.length + i]! - mean[i]!));
        return off.reduce((a, b) => a + b, 0) / Math.max(1, off.length);
      }),
    },
  };
}

/** Chance finds a label with a precision of its share of the samples. */
function labelBaselines(train: readonly Sample[], test: readonly Sample[], labels: number) {
  const counts = new Map<string, number>();
  for (const { targets } of train) counts.set(targets!.join(), (counts.get(targets!.join()) ?? 0) + 1);
  const [mostFrequent] = [...counts].sort((a, b) => b[1] - a[1])[0]!;
  const share = (holds: (sample: Sample) => boolean) => test.filter(holds).length / Math.max(1, test.length);
  const shares = Array.from({ length: labels }, (_, i) => share(({ targets }) => targets![i] === 1));
  const present = shares.filter((one) => one > 0);
  return {
    meanAveragePrecision: present.reduce((a, b) => a + b, 0) / Math.max(1, present.length),
    subsetAccuracy: share(({ targets }) => targets!.join() === mostFrequent),
  };
}

/** @returns `[samples, outputs]`, row-major. */
async function outputsOf(
  network: TrainableNetwork,
  set: FeatureSet,
  outputs: number,
  activate: (x: tf.Tensor2D) => tf.Tensor2D,
): Promise<Float32Array> {
  const all = new Float32Array(set.samples.length * outputs);
  for (const positions of blocksOf(set.samples.length, BLOCK)) {
    const rows = await set.read(positions);
    const values = tf.tidy(() => activate(network.logits(tf.tensor(rows, [positions.length, ...set.shape]))));
    all.set(values.dataSync(), positions[0]! * outputs);
    values.dispose();
  }
  return all;
}
