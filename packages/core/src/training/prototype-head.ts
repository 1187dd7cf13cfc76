import type { LinearHead } from './fit-linear-head.js';

/**
 * The nearest-prototype classifier (Snell et al. 2017) as a dense layer: the logit of a class is minus the squared distance
 * to the mean of its features, `2 mean · x - |mean|²` once the part that all classes share is left out.
 *
 * @param features `[labels.length, length]`, row-major. @param labels in [0, classes).
 * @param sharpness factor of the squared distances, > 0; changes how sure the answers are, not what they are.
 * @returns a head that never answers with a class that has no sample.
 */
export function prototypeHead(
  features: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  sharpness: number,
): LinearHead {
  const length = features.length / labels.length;
  const sums = new Float64Array(length * classes);
  const counts = new Float64Array(classes);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    counts[label]!++;
    for (let i = 0; i < length; i++) sums[i * classes + label]! += features[row * length + i]!;
  }
  const kernel = new Float32Array(sums.length);
  const bias = new Float32Array(classes).fill(NEVER);
  for (let c = 0; c < classes; c++) {
    if (counts[c] === 0) continue;
    let squares = 0;
    for (let i = 0; i < length; i++) {
      const mean = sums[i * classes + c]! / counts[c]!;
      squares += mean ** 2;
      kernel[i * classes + c] = 2 * sharpness * mean;
    }
    bias[c] = -sharpness * squares;
  }
  return { kernel, bias };
}

/** A logit below all others, and still a number. */
const NEVER = -1e9;
