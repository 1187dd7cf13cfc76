import type { Interval } from './types.js';
import { wilsonInterval } from './wilson-interval.js';

export interface LabelMetrics {
  readonly label: string;
  /** From this probability on the label is said, in [0, 1]. */
  readonly threshold: number;
  /** Area under the precision-recall curve, in [0, 1]; 0 where no sample has the label. */
  readonly averagePrecision: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Samples that have the label. */
  readonly support: number;
}

/** Definitions are scikit-learn's, with 0 where a score would divide by 0. */
export interface MultiLabelMetrics {
  readonly count: number;
  /** Part of the samples whose every label is right, in [0, 1]. */
  readonly subsetAccuracy: number;
  /** Wilson score interval of it. */
  readonly interval: Interval;
  /** Part of all label decisions that are wrong, in [0, 1]. */
  readonly hammingLoss: number;
  /** Mean binary cross-entropy over samples and labels, in nats. */
  readonly logLoss: number;
  /** Mean over the labels that a sample has. */
  readonly meanAveragePrecision: number;
  readonly macroF1: number;
  readonly microF1: number;
  readonly perLabel: readonly LabelMetrics[];
}

export interface MultiLabelPredictions {
  /** `[samples, labels]`, row-major, each in [0, 1]. */
  readonly probabilities: Float32Array;
  /** 0 or 1, of the same shape. */
  readonly targets: ArrayLike<number>;
  readonly labels: readonly string[];
  /** One per label. */
  readonly thresholds: readonly number[];
}

/** Probabilities enter the logarithm clipped, as in `evaluatePredictions`. */
const EPSILON = 2 ** -23;

/** For no samples every score is 0 and the interval [0, 1]. */
export function evaluateMultiLabel({
  probabilities,
  targets,
  labels,
  thresholds,
}: MultiLabelPredictions): MultiLabelMetrics {
  const width = labels.length;
  const count = probabilities.length / width;
  const rows = [...Array(count).keys()];
  const said = (row: number, label: number) => +(probabilities[row * width + label]! >= thresholds[label]!);
  const has = (row: number, label: number) => targets[row * width + label]!;
  let logLoss = 0;
  let wrong = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = Math.min(1 - EPSILON, Math.max(EPSILON, probabilities[i]!));
    logLoss -= Math.log(targets[i] === 1 ? p : 1 - p);
    wrong += said(Math.floor(i / width), i % width) === targets[i] ? 0 : 1;
  }
  const whole = rows.filter((row) => labels.every((_, label) => said(row, label) === has(row, label))).length;
  const counts = labels.map((_, label) => ({
    hits: rows.filter((row) => said(row, label) && has(row, label)).length,
    said: rows.filter((row) => said(row, label)).length,
    support: rows.filter((row) => has(row, label)).length,
  }));
  const perLabel = labels.map((label, i) => ({
    label,
    threshold: thresholds[i]!,
    averagePrecision: averagePrecision(
      rows.map((row) => probabilities[row * width + i]!),
      rows.map((row) => has(row, i)),
    ),
    ...scores(counts[i]!),
    support: counts[i]!.support,
  }));
  const present = perLabel.filter(({ support }) => support > 0);
  const sum = (key: 'hits' | 'said' | 'support') => counts.reduce((total, one) => total + one[key], 0);
  return {
    count,
    subsetAccuracy: share(whole, count),
    interval: wilsonInterval(whole, count),
    hammingLoss: share(wrong, probabilities.length),
    logLoss: share(logLoss, probabilities.length),
    meanAveragePrecision: mean(present.map((one) => one.averagePrecision)),
    macroF1: mean(perLabel.map(({ f1 }) => f1)),
    microF1: scores({ hits: sum('hits'), said: sum('said'), support: sum('support') }).f1,
    perLabel,
  };
}

/**
 * Sum of precision times the rise of recall, over the scores from high to low; equal scores count together.
 *
 * @returns 0 where nothing is relevant.
 */
export function averagePrecision(scores: readonly number[], relevant: readonly number[]): number {
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
  const total = relevant.reduce((a, b) => a + b, 0);
  let hits = 0;
  let before = 0;
  let area = 0;
  order.forEach((index, place) => {
    hits += relevant[index]!;
    const next = order[place + 1];
    if (next !== undefined && scores[next] === scores[index]) return;
    area += (hits / (place + 1)) * (hits - before);
    before = hits;
  });
  return share(area, total);
}

/**
 * The threshold with the best F1 on these samples, half-way between two scores; of equally good ones the nearest to 0.5, which
 * also stands where no sample has the label.
 */
export function bestThreshold(scores: readonly number[], relevant: readonly number[]): number {
  const support = relevant.reduce((a, b) => a + b, 0);
  if (support === 0) return 0.5;
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
  let best = { f1: -1, threshold: 0.5 };
  let hits = 0;
  order.forEach((index, place) => {
    hits += relevant[index]!;
    const [score, next] = [scores[index]!, scores[order[place + 1] ?? -1] ?? 0];
    if (next === score) return;
    const f1 = scoresOf(hits, place + 1, support);
    // Anywhere between the two scores does the same here; the part nearest to 0.5 is the least surprising.
    const threshold = next < 0.5 && score >= 0.5 ? 0.5 : (score + next) / 2;
    const nearer = Math.abs(threshold - 0.5) < Math.abs(best.threshold - 0.5);
    if (f1 > best.f1 || (f1 === best.f1 && nearer)) best = { f1, threshold };
  });
  return best.threshold;
}

function scoresOf(hits: number, said: number, support: number): number {
  return scores({ hits, said, support }).f1;
}

function scores({ hits, said, support }: { hits: number; said: number; support: number }) {
  return { precision: share(hits, said), recall: share(hits, support), f1: share(2 * hits, said + support) };
}

function mean(values: readonly number[]): number {
  return share(
    values.reduce((a, b) => a + b, 0),
    values.length,
  );
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
