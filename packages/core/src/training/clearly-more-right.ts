/**
 * Whether one of two accuracies on the same samples is higher by more than the standard error of such a difference: of 150
 * pictures, one more or less says nothing.
 *
 * @param count samples; both accuracies in [0, 1].
 */
export function clearlyMoreRight(accuracy: number, other: number, count: number): boolean {
  const mean = (accuracy + other) / 2;
  return accuracy - other > Math.sqrt((2 * mean * (1 - mean)) / count);
}
