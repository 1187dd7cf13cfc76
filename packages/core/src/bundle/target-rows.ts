import { percent } from './markdown.js';
import type { TargetFacts } from './target-manifest.js';

type LabelMetrics = Extract<TargetFacts, { task: 'multi-label' }>['metrics'];
type NumberMetrics = Extract<TargetFacts, { task: 'regression' }>['metrics'];

/** Cells per label: name, threshold, average precision, precision, recall, F1, test pictures. */
export function labelRows({ test }: LabelMetrics): string[][] {
  return test.perLabel.map((one) => [
    one.label,
    one.threshold.toFixed(3),
    ...[one.averagePrecision, one.precision, one.recall, one.f1].map(percent),
    String(one.support),
  ]);
}

export const NUMBER_HEAD = [
  'Number',
  'Mean absolute error',
  'Of always the mean',
  'Root mean squared error',
  'R²',
];

/** Cells per number that was learned, under `NUMBER_HEAD`, with 95% intervals. */
export function numberRows({ test, baselines }: NumberMetrics): string[][] {
  return test.perTarget.map((one, i) => [
    one.target,
    estimate(one.meanAbsoluteError),
    rounded(baselines.meanAbsoluteError[i]!),
    estimate(one.rootMeanSquaredError),
    estimate(one.r2),
  ]);
}

/** To four digits. */
export function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}

interface Estimate {
  readonly value: number;
  readonly interval: readonly [low: number, high: number];
}

function estimate({ value, interval: [low, high] }: Estimate): string {
  return `${rounded(value)} (${rounded(low)} to ${rounded(high)})`;
}
