import type { Dataset, Sample } from '../data/types.js';
import { evaluateMultiLabel } from '../evaluation/evaluate-multi-label.js';
import { crossValidatedAccuracy, PLAIN_L2 } from './cross-validate.js';
import { crossValidateTargets } from './cross-validate-targets.js';
import { fitLinearTargets } from './fit-linear-targets.js';
import type { PrecisionReport } from './types.js';

type HeadMeasure = NonNullable<NonNullable<PrecisionReport['change']>['measure']>;

/** What `crossValidatedQuality` measures; undefined: accuracy. */
export function headMeasure({ task }: Pick<Dataset, 'task'>): HeadMeasure | undefined {
  return task && (task === 'multi-label' ? 'mean average precision' : 'R²');
}

/**
 * How well a linear head does on features of samples that it did not learn from, by the measure of the dataset's task. The
 * same features give the same number.
 *
 * @param features `[samples.length, length]`, row-major.
 * @returns in [0, 1]; 0 for numbers that are told worse than by their mean.
 */
export function crossValidatedQuality(
  features: Float32Array,
  samples: readonly Sample[],
  { task, labels }: Pick<Dataset, 'task' | 'labels'>,
): Promise<number> {
  if (!task) {
    const own = Int32Array.from(samples, ({ label }) => label);
    return crossValidatedAccuracy(features, own, labels.length);
  }
  const targets = Float32Array.from(samples.flatMap(({ targets }) => [...targets!]));
  return task === 'multi-label'
    ? meanAveragePrecision(features, targets, labels)
    : explainedVariance(features, targets, labels.length);
}

async function meanAveragePrecision(
  features: Float32Array,
  targets: Float32Array,
  labels: readonly string[],
): Promise<number> {
  const logits = await crossValidateTargets(features, targets, labels.length, (rows, own) =>
    fitLinearTargets(rows, own, labels.length, 'sigmoid', { l2: PLAIN_L2 }),
  );
  const probabilities = Float32Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit)));
  const thresholds = labels.map(() => 0.5);
  return evaluateMultiLabel({ probabilities, targets, labels, thresholds }).meanAveragePrecision;
}

/** R² of all numbers together, which training has brought to one scale. */
async function explainedVariance(
  features: Float32Array,
  targets: Float32Array,
  outputs: number,
): Promise<number> {
  const answers = await crossValidateTargets(features, targets, outputs, (rows, own) =>
    fitLinearTargets(rows, own, outputs, 'squared', { l2: PLAIN_L2 }),
  );
  const rows = targets.length / outputs;
  const means = new Float64Array(outputs);
  targets.forEach((value, i) => {
    means[i % outputs]! += value / rows;
  });
  const squares = (differences: (value: number, i: number) => number) =>
    targets.reduce((sum, value, i) => sum + differences(value, i) ** 2, 0);
  const left = squares((value, i) => value - answers[i]!);
  return Math.max(0, 1 - left / (squares((value, i) => value - means[i % outputs]!) || 1));
}
