import { foldsInTurn, heldOutAnswers, withUnitMeanSquare } from './cross-validate.js';
import type { LinearHead } from './fit-linear.js';

/**
 * What linear heads say of samples with several targets, each by one that did not learn from it: five times a fifth is kept
 * out. The same features give the same numbers, whatever their size.
 *
 * @param features `[samples, length]`, row-major. @param targets `[samples, outputs]`: 0 or 1, or numbers.
 * @param fit makes a head of some rows, with a mean square of 1, and their targets.
 * @returns `[samples, outputs]`.
 */
export function crossValidateTargets(
  features: Float32Array,
  targets: Float32Array,
  outputs: number,
  fit: (rows: Float32Array, targets: Float32Array) => Promise<LinearHead>,
): Promise<Float64Array> {
  const scaled = withUnitMeanSquare(features).features;
  return heldOutAnswers(scaled, foldsInTurn(targets.length / outputs), outputs, (rows, learnt) => {
    const own = learnt.flatMap((i) => [...targets.subarray(i * outputs, (i + 1) * outputs)]);
    return fit(rows, Float32Array.from(own));
  });
}
