import { OptionError, TrainingError } from '../errors.js';
import type { ClassMetrics, Metrics, Mistake } from './types.js';
import { wilsonInterval } from './wilson-interval.js';

/** What evaluation needs of a sample: how to name it, and which label is right. */
export interface LabelledSample {
  readonly id: string;
  readonly path: string;
  /** Index into `labels`. */
  readonly label: number;
}

export interface Predictions {
  /** `[samples, labels]`, row-major; each row sums to 1. */
  readonly probabilities: Float32Array;
  readonly samples: readonly LabelledSample[];
  readonly labels: readonly string[];
}

/**
 * float32's epsilon: probabilities enter the logarithm clipped to [epsilon, 1 - epsilon], as in scikit-learn's `log_loss`
 * of float32 input, so that one certain mistake costs 15.9 nats and not infinitely many.
 */
const EPSILON = 2 ** -23;

/**
 * Everything that Graft reports about predictions on labelled samples. Definitions are scikit-learn's, with 0 where a
 * score would divide by 0, and macro F1 over all labels. The first of equally probable labels is the answer. For no
 * samples every score is 0 and the interval [0, 1].
 *
 * @throws OptionError `OPTION_INVALID` when the probabilities are not one row per sample.
 * @throws TrainingError `TRAINING_DIVERGED` when a probability is not a number: the weights are not either.
 */
export function evaluatePredictions({ probabilities, samples, labels }: Predictions): Metrics {
  const classes = labels.length;
  checkShape(probabilities, samples.length, classes);
  const confusion = labels.map(() => new Array<number>(classes).fill(0));
  const mistakes: Mistake[] = [];
  let logLoss = 0;
  let correct = 0;
  samples.forEach(({ id, path, label }, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    checkNumbers(row, id);
    const predicted = row.indexOf(Math.max(...row));
    confusion[label]![predicted]!++;
    logLoss -= Math.log(Math.min(1 - EPSILON, Math.max(EPSILON, row[label]!)));
    if (predicted === label) {
      correct++;
      return;
    }
    mistakes.push({
      id,
      path,
      actual: labels[label]!,
      predicted: labels[predicted]!,
      probability: row[predicted]!,
      actualProbability: row[label]!,
    });
  });
  const count = samples.length;
  const perClass = labels.map((label, i) => classMetrics(label, i, confusion));
  return {
    accuracy: count === 0 ? 0 : correct / count,
    interval: wilsonInterval(correct, count),
    count,
    logLoss: count === 0 ? 0 : logLoss / count,
    macroF1: perClass.reduce((sum, { f1 }) => sum + f1, 0) / classes,
    perClass,
    confusion,
    mistakes: mistakes.sort((a, b) => b.probability - a.probability),
  };
}

function classMetrics(label: string, index: number, confusion: readonly (readonly number[])[]): ClassMetrics {
  const hits = confusion[index]![index]!;
  const support = confusion[index]!.reduce((a, b) => a + b, 0);
  const predicted = confusion.reduce((sum, row) => sum + row[index]!, 0);
  const precision = predicted === 0 ? 0 : hits / predicted;
  const recall = support === 0 ? 0 : hits / support;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { label, precision, recall, f1, support };
}

function checkShape({ length }: Float32Array, count: number, classes: number): void {
  if (length === count * classes) return;
  throw new OptionError(
    'OPTION_INVALID',
    `Expected ${count * classes} probabilities for ${count} samples and ${classes} labels, received ${length}.`,
    { details: { field: 'probabilities' } },
  );
}

function checkNumbers(row: Float32Array, id: string): void {
  if (row.every(Number.isFinite)) return;
  throw new TrainingError(
    'TRAINING_DIVERGED',
    `The network's answer for ${id} is [${row.join(', ')}], not probabilities. Train again with a lower learning rate.`,
    { details: { id } },
  );
}
