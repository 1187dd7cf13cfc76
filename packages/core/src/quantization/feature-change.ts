/** How far features are from what they should be. */
export interface FeatureChange {
  /** Root of the mean squared difference over that of the expected features; 0 is equal. */
  readonly relativeError: number;
  /** Mean cosine of a sample's features with the expected ones; 1 is the same direction. */
  readonly cosine: number;
}

/** @param received one row per sample. @param expected the same samples' rows. */
export function featureChange(
  received: readonly Float32Array[],
  expected: readonly Float32Array[],
): FeatureChange {
  let [squaredDifference, squared, cosines] = [0, 0, 0];
  for (const [row, right] of expected.entries()) {
    const features = received[row]!;
    let [product, ofReceived, ofExpected] = [0, 0, 0];
    for (let i = 0; i < right.length; i++) {
      const [a, b] = [features[i]!, right[i]!];
      squaredDifference += (a - b) ** 2;
      product += a * b;
      ofReceived += a * a;
      ofExpected += b * b;
    }
    squared += ofExpected;
    cosines +=
      product === 0 ? Number(ofReceived === ofExpected) : product / Math.sqrt(ofReceived * ofExpected);
  }
  return {
    relativeError: squared === 0 ? Math.sign(squaredDifference) : Math.sqrt(squaredDifference / squared),
    cosine: expected.length === 0 ? 1 : cosines / expected.length,
  };
}
