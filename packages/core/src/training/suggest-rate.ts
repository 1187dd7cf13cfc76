import type { RateSweep } from './sweep-rates.js';

export interface RateSuggestion {
  /** Half way into the longest stretch over which the loss falls: fastai's default. */
  readonly valley: number;
  /** Where the loss falls fastest by the logarithm of the rate. */
  readonly steepest: number;
}

/** The first tenth is the smoothing's start, and the last few have exploded: fastai leaves them out as well. */
const LEADING = 0.1;
const TRAILING = 5;

/** Learning rates to train with, as fastai's `valley` and `steep` read them off a sweep; undefined for too short a sweep. */
export function suggestRate({ rates, losses, exploded }: RateSweep): RateSuggestion | undefined {
  const first = Math.floor(rates.length * LEADING);
  const last = rates.length - (exploded ? TRAILING : 0);
  if (last - first < 3) return undefined;
  const [x, y] = [rates.slice(first, last), losses.slice(first, last)];
  return { valley: x[valleyIndex(y)]!, steepest: x[steepestIndex(x, y)]! };
}

/** The longest decreasing subsequence, ending first where there are several as long. */
function valleyIndex(losses: readonly number[]): number {
  const lengths = losses.map(() => 1);
  let end = 0;
  for (let i = 1; i < losses.length; i++) {
    for (let j = 0; j < i; j++) {
      if (losses[i]! < losses[j]!) lengths[i] = Math.max(lengths[i]!, lengths[j]! + 1);
    }
    if (lengths[i]! > lengths[end]!) end = i;
  }
  const start = end - lengths[end]!;
  const third = (end - start) / 3;
  return Math.max(0, start + Math.floor(third) + Math.floor(third / 2));
}

function steepestIndex(rates: readonly number[], losses: readonly number[]): number {
  const slopes = losses
    .slice(1)
    .map((loss, i) => (loss - losses[i]!) / (Math.log(rates[i + 1]!) - Math.log(rates[i]!)));
  return slopes.indexOf(Math.min(...slopes));
}
