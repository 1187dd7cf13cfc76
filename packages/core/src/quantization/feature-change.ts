/** How far features are from what they should be. */
export interface FeatureChange {
  /** Root of the mean squared difference over that of the expected features; 0 is equal. */
  readonly relativeError: number;
  /** Mean cosine of a sample's features with the expected ones; 1 is the same direction. */
  readonly cosine: number;
}

/** @param received `[samples, length]`, row-major. @param expected the same samples' features. */
export function featureChange(
  received: Float32Array,
  expected: Float32Array,
  samples: number,
): FeatureChange {
  const length = expected.length / samples;
  let [squaredDifference, squared, cosines] = [0, 0, 0];
  for (let start = 0; start < expected.length; start += length) {
    let [product, ofReceived, ofExpected] = [0, 0, 0];
    for (let i = start; i < start + length; i++) {
      const [a, b] = [received[i]!, expected[i]!];
      squaredDifference += (a - b) ** 2;
      product += a * b;
      ofReceived += a * a;
      ofExpected += b * b;
    }
    squared += ofExpected;
    // Two vectors of zeros are the same.
    cosines += ofReceived + ofExpected === 0 ? 1 : product / Math.sqrt(ofReceived * ofExpected || 1);
  }
  return {
    relativeError: squaredDifference === 0 ? 0 : Math.sqrt(squaredDifference / squared),
    cosine: cosines / samples,
  };
}
