import { fitLinearHead, type LinearHead } from './fit-linear-head.js';

const FOLDS = 5;
/** Penalty for features of a mean square of 1, of the size that suits linear heads on pooled features. */
export const PLAIN_L2 = 1e-3;

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
  const scaled = withUnitMeanSquare(features).features;
  const { accuracy } = await crossValidate(scaled, labels, classes, (rows, own) =>
    fitLinearHead(rows, own, classes, { l2: PLAIN_L2 }),
  );
  return accuracy;
}

/** Makes a linear head of features `[labels.length, length]` and their labels. */
export type HeadFit = (features: Float32Array, labels: Int32Array) => LinearHead | Promise<LinearHead>;

export interface CrossValidation {
  /** In [0, 1]. */
  readonly accuracy: number;
  /** Mean cross-entropy in nats. */
  readonly loss: number;
  /** Each sample's, `[labels.length, classes]`, by the head that did not learn from it. */
  readonly logits: Float32Array;
  /** Of each sample, the fold that kept it out. */
  readonly folds: readonly number[];
}

/**
 * How well a way to make linear heads does on samples that it has not seen, each in one of five parts.
 *
 * @param fit is told which fold it is not shown.
 */
export async function crossValidate(
  features: Float32Array,
  labels: Int32Array,
  classes: number,
  fit: (...args: [...Parameters<HeadFit>, fold: number]) => ReturnType<HeadFit>,
): Promise<CrossValidation> {
  const folds = stratifiedFolds(labels);
  const answers = await heldOutAnswers(features, folds, classes, (rows, learnt, fold) =>
    fit(
      rows,
      Int32Array.from(learnt, (i) => labels[i]!),
      fold,
    ),
  );
  let right = 0;
  let loss = 0;
  labels.forEach((label, position) => {
    const logits = answers.subarray(position * classes, (position + 1) * classes);
    const best = Math.max(...logits);
    if (logits.indexOf(best) === label) right++;
    const sum = logits.reduce((total, logit) => total + Math.exp(logit - best), 0);
    loss += Math.log(sum) + best - logits[label]!;
  });
  const count = labels.length;
  return { accuracy: right / count, loss: loss / count, logits: Float32Array.from(answers), folds };
}

/**
 * What heads say of samples that they did not learn from.
 *
 * @param folds of each sample, the one that keeps it out, in [0, 5).
 * @param fit makes a head of the rows of the samples at `learnt`.
 * @returns `[folds.length, outputs]`; zeros where there was nothing to learn from.
 */
export async function heldOutAnswers(
  features: Float32Array,
  folds: readonly number[],
  outputs: number,
  fit: (rows: Float32Array, learnt: readonly number[], fold: number) => LinearHead | Promise<LinearHead>,
): Promise<Float64Array> {
  const positionsOf = (isIn: (fold: number) => boolean) => [...folds.keys()].filter((i) => isIn(folds[i]!));
  const answers = new Float64Array(folds.length * outputs);
  for (let fold = 0; fold < FOLDS; fold++) {
    const [learnt, tested] = [positionsOf((f) => f !== fold), positionsOf((f) => f === fold)];
    if (learnt.length === 0 || tested.length === 0) continue;
    const head = await fit(rowsAt(features, folds.length, learnt), learnt, fold);
    const rows = rowsAt(features, folds.length, tested);
    tested.forEach((position, row) => {
      answers.set(answersOf(rows, row, head, outputs), position * outputs);
    });
  }
  return answers;
}

/** Folds for samples without classes that had to be spread: all take turns. */
export function foldsInTurn(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i % FOLDS);
}

/** One factor for all, which keeps what features mean to each other. */
export function withUnitMeanSquare(features: Float32Array): { features: Float32Array; factor: number } {
  let squares = 0;
  for (let i = 0; i < features.length; i++) squares += features[i]! ** 2;
  const factor = squares > 0 ? Math.sqrt(features.length / squares) : 1;
  return { features: features.map((value) => value * factor), factor };
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

function answersOf(
  rows: Float32Array,
  row: number,
  { kernel, bias }: LinearHead,
  outputs: number,
): Float64Array {
  const length = kernel.length / outputs;
  const answers = Float64Array.from(bias);
  for (let i = 0; i < length; i++) {
    const value = rows[row * length + i]!;
    for (let o = 0; o < outputs; o++) answers[o]! += value * kernel[i * outputs + o]!;
  }
  return answers;
}
