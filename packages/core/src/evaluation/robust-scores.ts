/** How far most values are from the median, by how many are most, in standard deviations where they are normally distributed. */
const DEVIATIONS = { half: [0.5, 0.6745], 'nine tenths': [0.9, 1.6449] } as const;

export interface RobustScale {
  readonly middle: number;
  /** 0 where so many values are the same. */
  readonly deviation: number;
}

/**
 * Median and standard deviation as most values have it: what the others are moves neither.
 *
 * @param most `half` bears most strangers; `nine tenths` is for values of which many may be alike and the rest varies.
 */
export function robustScale(values: readonly number[], most: keyof typeof DEVIATIONS = 'half'): RobustScale {
  const [share, deviations] = DEVIATIONS[most];
  const middle = quantile(values, 0.5);
  const off = values.map((value) => Math.abs(value - middle));
  return { middle, deviation: quantile(off, share) / deviations };
}

/** How many such deviations each value lies above the median. */
export function robustScores(values: readonly number[], most?: keyof typeof DEVIATIONS): number[] {
  const { middle, deviation } = robustScale(values, most);
  return values.map((value) => (value === middle ? 0 : (value - middle) / deviation));
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (high - low) * (place - Math.floor(place));
}
