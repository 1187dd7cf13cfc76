import { fitLinearHead } from './fit-linear-head.js';

const FOLDS = 5;
/** Penalty for features of a mean square of 1, of the size that suits linear heads on pooled features. */
const L2 = 1e-3;

/**
 * Accuracy of a linear head on features, cross-validated: five times a fifth of every class is kept out of the fit, and
 * counted. The same features give the same number.
 *
 * @param features `[labels.length, length]`, row-major. @param labels in [0, classes).
 * @returns in [0, 1].
 */
export async function crossValidatedAccuracy(
  features: Float32Array,
  labels: Int32Array,
  classes: number,
): Promise<number> {
  const scaled = withUnitMeanSquare(features);
  const folds = stratifiedFolds(labels);
  const positionsOf = (isIn: (fold: number) => boolean) => [...labels.keys()].filter((i) => isIn(folds[i]!));
  let right = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const [learnt, tested] = [positionsOf((f) => f !== fold), positionsOf((f) => f === fold)];
    if (learnt.length === 0 || tested.length === 0) continue;
    const head = await fitLinearHead(
      rowsAt(scaled, labels.length, learnt),
      learnt.map((i) => labels[i]!),
      classes,
      { l2: L2 },
    );
    const rows = rowsAt(scaled, labels.length, tested);
    tested.forEach((position, row) => {
      if (mostProbable(rows, row, head.kernel, head.bias) === labels[position]) right++;
    });
  }
  return right / labels.length;
}

/** One factor for all, which keeps what features mean to each other. */
function withUnitMeanSquare(features: Float32Array): Float32Array {
  let squares = 0;
  for (let i = 0; i < features.length; i++) squares += features[i]! ** 2;
  const factor = squares > 0 ? Math.sqrt(features.length / squares) : 1;
  return features.map((value) => value * factor);
}

/** Of each sample, the fold that keeps it out: a class's samples take turns. */
function stratifiedFolds(labels: Int32Array): number[] {
  const seen = new Map<number, number>();
  return Array.from(labels, (label) => {
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    return before % FOLDS;
  });
}

function rowsAt(features: Float32Array, count: number, positions: readonly number[]): Float32Array {
  const length = features.length / count;
  const rows = new Float32Array(positions.length * length);
  positions.forEach((position, i) => {
    rows.set(features.subarray(position * length, (position + 1) * length), i * length);
  });
  return rows;
}

function mostProbable(rows: Float32Array, row: number, kernel: Float32Array, bias: Float32Array): number {
  const length = kernel.length / bias.length;
  const logits = Float64Array.from(bias);
  for (let i = 0; i < length; i++) {
    const value = rows[row * length + i]!;
    for (let c = 0; c < logits.length; c++) logits[c]! += value * kernel[i * logits.length + c]!;
  }
  return logits.indexOf(Math.max(...logits));
}
