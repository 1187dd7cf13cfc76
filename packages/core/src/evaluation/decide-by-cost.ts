import { OptionError } from '../errors.js';
import type { LabelledProbabilities } from './calibration.js';

/** What mistakes cost: `costs[actual][answer]`, >= 0; 0 on the diagonal. */
export type CostMatrix = readonly (readonly number[])[];

export interface CostDecision {
  /** The answer of each sample: the one that is cheapest to expect. */
  readonly answers: readonly number[];
  /** Mean cost of a sample with these answers. */
  readonly cost: number;
  /** Mean cost with the most probable labels as answers. */
  readonly usualCost: number;
  /** Part of these answers that are right, in [0, 1]. */
  readonly accuracy: number;
  /** Samples whose answer is not the most probable label. */
  readonly changed: number;
}

/**
 * Answers by what a mistake costs: the label whose expected cost is lowest, which is the best there is for calibrated
 * probabilities (Elkan 2001, IJCAI). With two labels that is a threshold, `costs[0][1] / (costs[0][1] + costs[1][0])` for label 1.
 *
 * @throws OptionError `OPTION_INVALID` for costs that are not one row and column per label, or below 0.
 */
export function decideByCost(
  { probabilities, labels }: LabelledProbabilities,
  costs: CostMatrix,
): CostDecision {
  const classes = costs.length;
  checkCosts(costs, probabilities.length / Math.max(1, labels.length));
  const answers: number[] = [];
  let [cost, usualCost, right, changed] = [0, 0, 0, 0];
  for (let row = 0; row < labels.length; row++) {
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    const usual = own.indexOf(Math.max(...own));
    const expected = costs.map((_, answer) =>
      own.reduce((sum, p, actual) => sum + p * costs[actual]![answer]!, 0),
    );
    const lowest = Math.min(...expected);
    // Of equally cheap answers the most probable one.
    const answer = expected[usual] === lowest ? usual : expected.indexOf(lowest);
    const actual = labels[row]!;
    answers.push(answer);
    cost += costs[actual]![answer]!;
    usualCost += costs[actual]![usual]!;
    if (answer === actual) right++;
    if (answer !== usual) changed++;
  }
  const count = Math.max(1, labels.length);
  return { answers, cost: cost / count, usualCost: usualCost / count, accuracy: right / count, changed };
}

function checkCosts(costs: CostMatrix, classes: number): void {
  const fits = costs.length === classes || classes === 0;
  if (
    fits &&
    costs.every(
      (row) => row.length === costs.length && row.every((cost) => cost >= 0 && Number.isFinite(cost)),
    )
  )
    return;
  throw new OptionError(
    'OPTION_INVALID',
    `costs must be ${classes} rows of ${classes} numbers >= 0, one per label.`,
    {
      details: { field: 'costs' },
    },
  );
}
