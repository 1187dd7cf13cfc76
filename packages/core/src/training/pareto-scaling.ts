import type { LinearHead } from './fit-linear-head.js';

/**
 * Pareto scaling (van den Berg et al. 2006, BMC Genomics 7:142): every feature divided by the root of its standard
 * deviation, half way between leaving them as they are and making all vary alike; then all by one number, so that the
 * mean variance is 1 and a penalty means the same for every backbone. Features that never vary become 0.
 *
 * @param features `[count, length]`, row-major. @returns scaled rows, and what each feature was multiplied by.
 */
export function scaledByRoot(
  features: Float32Array,
  count: number,
): { rows: Float32Array; scales: Float32Array } {
  const deviations = standardDeviations(features, count);
  const mean = deviations.reduce((a, b) => a + b, 0) / deviations.length;
  const scales = Float32Array.from(deviations, (deviation) =>
    deviation > 0 ? 1 / Math.sqrt(deviation * mean) : 0,
  );
  return { rows: features.map((value, i) => value * scales[i % scales.length]!), scales };
}

/** The head that answers to features as they are what the given one answers to scaled ones. */
export function withoutScales({ kernel, bias }: LinearHead, scales: Float32Array): LinearHead {
  const classes = bias.length;
  return { kernel: kernel.map((value, i) => value * scales[Math.floor(i / classes)]!), bias };
}

function standardDeviations(features: Float32Array, count: number): Float64Array {
  const length = features.length / count;
  const means = new Float64Array(length);
  const squares = new Float64Array(length);
  for (let i = 0; i < features.length; i++) means[i % length]! += features[i]! / count;
  for (let i = 0; i < features.length; i++) {
    squares[i % length]! += (features[i]! - means[i % length]!) ** 2 / count;
  }
  return squares.map(Math.sqrt);
}
