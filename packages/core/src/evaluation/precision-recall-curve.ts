import { type Ranked, rankedSteps } from './ranked-steps.js';

export interface PrecisionRecallPoint {
  /** Samples with at least this score are called positive; infinite at the first point, where none is. */
  readonly threshold: number;
  /** Part of the samples called positive that are, in [0, 1]; 1 where none is called so. */
  readonly precision: number;
  /** Part of the positive samples that are called so, in [0, 1]. */
  readonly recall: number;
}

export interface PrecisionRecallCurve {
  /** From recall 0 to recall 1, one per distinct score. */
  readonly points: readonly PrecisionRecallPoint[];
  /** Precision at each threshold weighted by the recall that it adds, scikit-learn's `average_precision_score`; in [0, 1]. */
  readonly averagePrecision: number;
}

/**
 * How many of the answers are right against how many of the right ones are found, for every threshold. Tells more than
 * `rocCurve` where positive samples are rare.
 *
 * @returns undefined without a positive sample.
 * @throws OptionError `OPTION_INVALID` when there is not one score per sample, or one is not a number.
 */
export function precisionRecallCurve(ranked: Ranked): PrecisionRecallCurve | undefined {
  const steps = rankedSteps(ranked);
  const positives = steps.at(-1)!.truePositives;
  if (positives === 0) return undefined;
  const points = steps.map(({ threshold, truePositives, falsePositives }) => ({
    threshold,
    precision: truePositives + falsePositives === 0 ? 1 : truePositives / (truePositives + falsePositives),
    recall: truePositives / positives,
  }));
  let averagePrecision = 0;
  for (let i = 1; i < points.length; i++) {
    averagePrecision += (points[i]!.recall - points[i - 1]!.recall) * points[i]!.precision;
  }
  return { points, averagePrecision };
}
