import type { Interval } from './types.js';

/** 97.5% quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * Wilson's score interval at 95% (Wilson 1927, JASA 22): unlike the usual normal approximation it stays within [0, 1] and is
 * honest for small counts and accuracies near 1.
 *
 * @param successes in [0, count]; @param count 0 gives [0, 1]: nothing is known.
 */
export function wilsonInterval(successes: number, count: number): Interval {
  if (count === 0) return [0, 1];
  const p = successes / count;
  const z2 = Z * Z;
  const centre = (p + z2 / (2 * count)) / (1 + z2 / count);
  const half = (Z / (1 + z2 / count)) * Math.sqrt((p * (1 - p)) / count + z2 / (4 * count * count));
  // At the ends the two terms are equal, but not when rounded.
  return [successes === 0 ? 0 : centre - half, successes === count ? 1 : centre + half];
}
