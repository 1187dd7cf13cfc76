/** `0.9903` as `99.0%`. */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)}%`;
}

export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
