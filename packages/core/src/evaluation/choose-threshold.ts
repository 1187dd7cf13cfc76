import { OptionError } from '../errors.js';
import { type Ranked, rankedSteps } from './ranked-steps.js';

/** What one mistake of each kind costs, >= 0, in any unit. */
export interface ThresholdCosts {
  /** A positive sample that is not called so. */
  readonly missed: number;
  /** A negative sample that is called positive. */
  readonly falseAlarm: number;
}

export interface ThresholdChoice {
  /** Samples with at least this score are to be called positive; infinite: none is. */
  readonly threshold: number;
  /** Mean cost of a sample with it, on the samples it was chosen by. */
  readonly cost: number;
  /** What the usual threshold of a half costs on the same samples. */
  readonly usualCost: number;
  readonly recall: number;
  readonly precision: number;
}

/**
 * The threshold with the lowest cost on these samples: halfway between the two scores that it divides, and of equally
 * cheap ones the nearest to where calibrated probabilities would put it, `falseAlarm / (missed + falseAlarm)` (Elkan 2001,
 * "The Foundations of Cost-Sensitive Learning", IJCAI). Choose it on validation samples: on those it was chosen by, its cost is flattering.
 *
 *     const { threshold } = chooseThreshold(oneAgainstRest(answers, labels.indexOf('dog')), { missed: 5, falseAlarm: 1 });
 *
 * @param ranked with scores in [0, 1].
 * @throws OptionError `OPTION_INVALID` for costs below 0 or both 0, or scores that do not fit.
 */
export function chooseThreshold(ranked: Ranked, costs: ThresholdCosts): ThresholdChoice {
  const { missed, falseAlarm } = checked(costs);
  const steps = rankedSteps(ranked);
  const { truePositives: positives, falsePositives: negatives } = steps.at(-1)!;
  const count = Math.max(1, positives + negatives);
  const meanCost = (found: number, alarms: number) =>
    (missed * (positives - found) + falseAlarm * alarms) / count;

  const expected = falseAlarm / (missed + falseAlarm);
  const choices = steps.map(({ threshold: lowest, truePositives, falsePositives }, i) => ({
    threshold: nearest(expected, lowest, steps[i + 1]?.threshold ?? 0),
    truePositives,
    falsePositives,
    cost: meanCost(truePositives, falsePositives),
  }));
  const best = choices.reduce((a, b) => {
    if (a.cost !== b.cost) return a.cost < b.cost ? a : b;
    return Math.abs(b.threshold - expected) < Math.abs(a.threshold - expected) ? b : a;
  });
  const usual = steps.filter(({ threshold }) => threshold >= 0.5).at(-1)!;
  const called = best.truePositives + best.falsePositives;
  return {
    threshold: best.threshold,
    cost: best.cost,
    usualCost: meanCost(usual.truePositives, usual.falsePositives),
    recall: positives === 0 ? 0 : best.truePositives / positives,
    precision: called === 0 ? 0 : best.truePositives / called,
  };
}

/** Any threshold in (below, lowest] divides the samples alike: the expected one where it is among them, else the middle. */
function nearest(expected: number, lowest: number, below: number): number {
  if (expected <= lowest && expected > below) return expected;
  return Number.isFinite(lowest) ? (lowest + below) / 2 : lowest;
}

function checked(costs: ThresholdCosts): ThresholdCosts {
  const { missed, falseAlarm } = costs;
  if (missed >= 0 && falseAlarm >= 0 && missed + falseAlarm > 0 && Number.isFinite(missed + falseAlarm))
    return costs;
  throw new OptionError(
    'OPTION_INVALID',
    `costs are ${missed} for a missed sample and ${falseAlarm} for a false alarm; expected numbers >= 0, not both 0.`,
    { details: { field: 'costs' } },
  );
}
