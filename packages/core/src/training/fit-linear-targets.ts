import type { TargetLossName } from '../training-graph/types.js';
import {
  fitLinear,
  type LinearFeatures,
  type LinearFit,
  type LinearFitOptions,
  type RowLoss,
} from './fit-linear.js';

/**
 * One dense layer for several targets a row, as `fitLinear` solves it: a logistic regression per label (`sigmoid`) or linear
 * regression (`squared`), each with the same penalty as if it stood alone. scikit-learn's C is `1 / (2 * rows * l2)`, its
 * Ridge's alpha `rows * l2`.
 *
 * @param features `[rows, featureSize]`. @param targets `[rows, outputs]`: 0 or 1, or numbers.
 * @throws as `fitLinear`.
 */
export async function fitLinearTargets(
  features: LinearFeatures,
  targets: Float32Array,
  outputs: number,
  loss: TargetLossName,
  { l2, ...options }: LinearFitOptions,
): Promise<LinearFit> {
  return fitLinear(features, targets.length / outputs, outputs, ROW_LOSSES[loss](targets), {
    ...options,
    // What is minimised is the mean over the outputs too.
    l2: l2 / outputs,
  });
}

const ROW_LOSSES: Readonly<Record<TargetLossName, (targets: Float32Array) => RowLoss>> = {
  sigmoid: (targets) => (logits, row, share) => {
    const weight = share / logits.length;
    let loss = 0;
    for (let i = 0; i < logits.length; i++) {
      const [x, z] = [logits[i]!, targets[row * logits.length + i]!];
      loss += Math.max(x, 0) - x * z + Math.log1p(Math.exp(-Math.abs(x)));
      logits[i] = weight * (1 / (1 + Math.exp(-x)) - z);
    }
    return weight * loss;
  },
  squared: (targets) => (values, row, share) => {
    const weight = share / values.length;
    let loss = 0;
    for (let i = 0; i < values.length; i++) {
      const off = values[i]! - targets[row * values.length + i]!;
      loss += off * off;
      values[i] = 2 * weight * off;
    }
    return weight * loss;
  },
};
