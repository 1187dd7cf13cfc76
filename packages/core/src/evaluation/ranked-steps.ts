import { OptionError } from '../errors.js';

/** Samples of two kinds with a score that should be higher for the positive ones. */
export interface Ranked {
  /** One per sample, such as the probability of a label. */
  readonly scores: ArrayLike<number>;
  /** Whether the sample is positive. */
  readonly positives: readonly boolean[];
}

/** What is called positive at a threshold. */
export interface RankedStep {
  /** Samples with at least this score are called positive. */
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

/**
 * Every way in which a threshold can divide the samples: from none called positive (threshold infinite) to all of them,
 * one step per distinct score.
 *
 * @throws OptionError `OPTION_INVALID` when there is not one score per sample, or one is not a number.
 */
export function rankedSteps({ scores, positives }: Ranked): RankedStep[] {
  if (scores.length !== positives.length || Array.from(scores).some(Number.isNaN)) {
    throw new OptionError(
      'OPTION_INVALID',
      `Expected one score per sample, received ${scores.length} scores for ${positives.length} samples, ${Array.from(scores).filter(Number.isNaN).length} of them not numbers.`,
      { details: { field: 'scores' } },
    );
  }
  const order = [...positives.keys()].sort((a, b) => scores[b]! - scores[a]!);
  let [truePositives, falsePositives] = [0, 0];
  const steps: RankedStep[] = [{ threshold: Number.POSITIVE_INFINITY, truePositives, falsePositives }];
  order.forEach((sample, i) => {
    if (positives[sample]) truePositives++;
    else falsePositives++;
    const threshold = scores[sample]!;
    const next = order[i + 1];
    if (next !== undefined && scores[next] === threshold) return;
    steps.push({ threshold, truePositives, falsePositives });
  });
  return steps;
}
