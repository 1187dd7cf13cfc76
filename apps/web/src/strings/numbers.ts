/** `0.0123`, `1,230`: rounded to so many digits that mean something. */
export function significant(value: number, digits = 3): string {
  return value.toLocaleString('en', { maximumSignificantDigits: digits });
}
