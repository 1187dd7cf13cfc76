import { createRandom } from '../random.js';
import type { Interval } from './types.js';

/** A number with its 95% interval, by percentiles of 1,000 bootstrap samples. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval;
}

export interface TargetMetrics {
  readonly target: string;
  /** In the target's unit. */
  readonly meanAbsoluteError: Estimate;
  /** In the target's unit. */
  readonly rootMeanSquaredError: Estimate;
  /** Part of the variance that is explained, at most 1; 0 is what the mean of these samples would reach. */
  readonly r2: Estimate;
}

/** A sample far from its true value. */
export interface LargeError {
  readonly id: string;
  readonly target: string;
  readonly actual: number;
  readonly predicted: number;
}

/** Definitions are scikit-learn's. */
export interface RegressionMetrics {
  readonly count: number;
  readonly perTarget: readonly TargetMetrics[];
  /** The largest first, measured in standard deviations of each target; at most 20. */
  readonly largestErrors: readonly LargeError[];
}

export interface RegressionPredictions {
  /** `[samples, targets]`, row-major. */
  readonly predicted: ArrayLike<number>;
  readonly actual: ArrayLike<number>;
  /** Of each row. */
  readonly ids: readonly string[];
  /** Names of the targets. */
  readonly targets: readonly string[];
}

const RESAMPLES = 1000;
const SEED = 0;
const MOST_ERRORS = 20;

export function evaluateRegression({
  predicted,
  actual,
  ids,
  targets,
}: RegressionPredictions): RegressionMetrics {
  const columns = targets.map((_, i) => ({
    actual: ids.map((_, row) => actual[row * targets.length + i]!),
    predicted: ids.map((_, row) => predicted[row * targets.length + i]!),
  }));
  const errors = targets.flatMap((target, i) => {
    const { actual: own, predicted: said } = columns[i]!;
    const spread = Math.sqrt(variance(own)) || 1;
    return ids.map((id, row) => ({
      far: Math.abs(said[row]! - own[row]!) / spread,
      error: { id, target, actual: own[row]!, predicted: said[row]! },
    }));
  });
  return {
    count: ids.length,
    perTarget: targets.map((target, i) => ({ target, ...estimates(columns[i]!) })),
    largestErrors: errors
      .sort((a, b) => b.far - a.far)
      .slice(0, MOST_ERRORS)
      .map(({ error }) => error),
  };
}

interface Column {
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
}

/** The three numbers, each with the middle 95% of what it is on samples drawn from the same ones. */
function estimates(column: Column): Omit<TargetMetrics, 'target'> {
  const count = column.actual.length;
  const all = scoresOf(column, [...Array(count).keys()]);
  const random = createRandom(SEED, 'bootstrap');
  const drawn = Array.from({ length: count === 0 ? 0 : RESAMPLES }, () =>
    scoresOf(
      column,
      Array.from({ length: count }, () => random.integer(count)),
    ),
  );
  const estimate = (i: 0 | 1 | 2): Estimate => {
    const sorted = drawn.map((scores) => scores[i]).sort((a, b) => a - b);
    const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? all[i];
    return { value: all[i], interval: [at(0.025), at(0.975)] };
  };
  return { meanAbsoluteError: estimate(0), rootMeanSquaredError: estimate(1), r2: estimate(2) };
}

function scoresOf({ actual, predicted }: Column, rows: readonly number[]): [number, number, number] {
  const off = rows.map((row) => predicted[row]! - actual[row]!);
  const squared = mean(off.map((value) => value * value));
  const spread = variance(rows.map((row) => actual[row]!));
  // As scikit-learn: a constant target is explained by itself alone.
  const r2 = spread === 0 ? (squared === 0 ? 1 : 0) : 1 - squared / spread;
  return [mean(off.map(Math.abs)), Math.sqrt(squared), r2];
}

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}
