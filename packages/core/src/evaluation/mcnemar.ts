import { OptionError } from '../errors.js';

/** Two models on the same samples: who is right where, and how likely so uneven a count is by chance. */
export interface McNemar {
  readonly bothRight: number;
  readonly onlyFirstRight: number;
  readonly onlySecondRight: number;
  readonly bothWrong: number;
  /** Two-sided: how often two equally good models would differ at least so unevenly, in [0, 1]. */
  readonly p: number;
  readonly method: 'exact binomial' | 'chi-square';
}

/** Discordant pairs below which the chi-square distribution is a poor approximation: the usual 25 (Edwards 1948). */
const FEW = 25;

/**
 * McNemar's test (1947) of whether two classifiers err equally often, from the samples on which exactly one is right; those
 * on which both are, or neither is, say nothing about it. Exact for fewer than 25 such samples, else by the chi-square
 * distribution with Edwards's continuity correction, as statsmodels computes both.
 *
 * @param first, second whether each model is right, sample by sample in the same order.
 * @throws OptionError `OPTION_INVALID` when the lengths differ.
 */
export function mcnemar(first: readonly boolean[], second: readonly boolean[]): McNemar {
  if (first.length !== second.length) {
    throw new OptionError(
      'OPTION_INVALID',
      `Expected as many answers of both models, received ${first.length} and ${second.length}. Ask both about the same samples.`,
      { details: { field: 'second' } },
    );
  }
  const count = (a: boolean, b: boolean) => first.filter((right, i) => right === a && second[i] === b).length;
  const [onlyFirstRight, onlySecondRight] = [count(true, false), count(false, true)];
  const discordant = onlyFirstRight + onlySecondRight;
  const exact = discordant < FEW;
  return {
    bothRight: count(true, true),
    onlyFirstRight,
    onlySecondRight,
    bothWrong: count(false, false),
    p: exact
      ? exactP(Math.min(onlyFirstRight, onlySecondRight), discordant)
      : chiSquareP((Math.abs(onlyFirstRight - onlySecondRight) - 1) ** 2 / discordant),
    method: exact ? 'exact binomial' : 'chi-square',
  };
}

/** Twice the probability of at most `fewer` heads in `flips` throws of a fair coin. */
function exactP(fewer: number, flips: number): number {
  let term = 0.5 ** flips;
  let sum = 0;
  for (let i = 0; i <= fewer; i++) {
    sum += term;
    term *= (flips - i) / (i + 1);
  }
  return Math.min(1, 2 * sum);
}

/** Upper tail of the chi-square distribution with one degree of freedom: `erfc(sqrt(x / 2))`. */
function chiSquareP(x: number): number {
  return Math.min(1, complementaryError(Math.sqrt(x / 2)));
}

/** erfc for z >= 0, relative error below 1.2e-7: Numerical Recipes 6.2 (Chebyshev fit). */
function complementaryError(z: number): number {
  const t = 1 / (1 + z / 2);
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const polynomial = coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  return t * Math.exp(-z * z + polynomial);
}
