/** `0.0123`, `1,230`: rounded to so many digits that mean something. */
export function significant(value: number, digits = 3): string {
  return value.toLocaleString('en', { maximumSignificantDigits: digits });
}

/** `99.5%`, `99%`. */
export function percent(part: number): string {
  return `${Number((part * 100).toFixed(1))}%`;
}

/** An interval in whole percents, away from certainty: `96 to 99%`, also where its upper end is 99.7%. */
export function percentRange(low: number, high: number): string {
  const [least, most] = [Math.floor(low * 100), Math.min(high === 1 ? 100 : 99, Math.ceil(high * 100))];
  return least === most ? `${most}%` : `${least} to ${most}%`;
}
