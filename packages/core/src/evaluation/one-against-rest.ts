import type { LabelledProbabilities } from './calibration.js';
import type { Ranked } from './ranked-steps.js';

/**
 * One label as the positive kind, scored by its probability, and all others as the negative one.
 *
 * @param label index of the label.
 */
export function oneAgainstRest({ probabilities, labels }: LabelledProbabilities, label: number): Ranked {
  const classes = probabilities.length / Math.max(1, labels.length);
  return {
    scores: Float32Array.from(labels, (_, row) => probabilities[row * classes + label]!),
    positives: Array.from(labels, (own) => own === label),
  };
}
