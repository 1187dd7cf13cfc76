import { type Ranked, rankedSteps } from './ranked-steps.js';

export interface RocPoint {
  /** Samples with at least this score are called positive; infinite at the first point, where none is. */
  readonly threshold: number;
  /** Part of the negative samples that are called positive, in [0, 1]. */
  readonly falsePositiveRate: number;
  /** Part of the positive samples that are, in [0, 1]. */
  readonly truePositiveRate: number;
}

export interface RocCurve {
  /** From (0, 0) to (1, 1), one per distinct score; samples with the same score are told apart by no threshold. */
  readonly points: readonly RocPoint[];
  /** Area below it: how often a positive sample has the higher score of a pair, in [0, 1]; 0.5 is chance. */
  readonly area: number;
}

/**
 * The receiver operating characteristic: what a threshold finds against what it takes wrongly, for every threshold.
 *
 *     const { area } = rocCurve(oneAgainstRest(answers, labels.indexOf('cat')));
 *
 * @returns undefined unless there are positive and negative samples: one of the rates is none then.
 * @throws OptionError `OPTION_INVALID` when there is not one score per sample, or one is not a number.
 */
export function rocCurve(ranked: Ranked): RocCurve | undefined {
  const steps = rankedSteps(ranked);
  const { truePositives: positives, falsePositives: negatives } = steps.at(-1)!;
  if (positives === 0 || negatives === 0) return undefined;
  const points = steps.map(({ threshold, truePositives, falsePositives }) => ({
    threshold,
    falsePositiveRate: falsePositives / negatives,
    truePositiveRate: truePositives / positives,
  }));
  let area = 0;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    area += ((b.falsePositiveRate - a.falsePositiveRate) * (a.truePositiveRate + b.truePositiveRate)) / 2;
  }
  return { points, area };
}
