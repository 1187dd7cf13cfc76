import { fitLinear, type LinearFeatures, type LinearFit, type LinearFitOptions } from './fit-linear.js';

export type { LinearFeatures, LinearFit, LinearHead } from './fit-linear.js';

export interface LinearHeadOptions extends LinearFitOptions {
  /** One factor per label; default 1 each. */
  readonly classWeights?: readonly number[];
}

/**
 * Multinomial logistic regression, as `fitLinear` solves it, of the mean cross-entropy in nats. scikit-learn's C is
 * `1 / (2 * rows * l2)`, without the 2 for two labels.
 *
 *     const { kernel, bias } = await fitLinearHead(features, labels, 3, { l2: 1e-3 });
 *
 * @param features `[labels.length, featureSize]`. @param labels of each row, in [0, classes).
 * @throws as `fitLinear`.
 */
export function fitLinearHead(
  features: LinearFeatures,
  labels: ArrayLike<number>,
  classes: number,
  { classWeights, ...options }: LinearHeadOptions,
): Promise<LinearFit> {
  return fitLinear(
    features,
    labels.length,
    classes,
    (logits, row, share) => {
      const label = labels[row]!;
      const weight = (classWeights?.[label] ?? 1) * share;
      return weight * crossEntropyInPlace(logits, label, weight);
    },
    options,
  );
}

/** Turns one row of logits into `weight * (softmax - one hot label)`. @returns its cross-entropy. */
function crossEntropyInPlace(logits: Float32Array, label: number, weight: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) highest = Math.max(highest, logit);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - highest);
  const entropy = Math.log(sum) + highest - logits[label]!;
  for (let i = 0; i < logits.length; i++) {
    const probability = Math.exp(logits[i]! - highest) / sum;
    logits[i] = weight * (probability - (i === label ? 1 : 0));
  }
  return entropy;
}
