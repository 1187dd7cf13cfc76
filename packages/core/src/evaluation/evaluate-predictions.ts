import type { Sample } from '../data/types.js';
import type { ClassMetrics, Metrics, Mistake } from './types.js';
import { wilsonInterval } from './wilson-interval.js';

export interface Predictions {
  /** `[samples, labels]`, row-major; each row sums to 1. */
  readonly probabilities: Float32Array;
  readonly samples: readonly Sample[];
  readonly labels: readonly string[];
}

/** Smallest probability that enters the logarithm: float32's epsilon, as scikit-learn's `log_loss` clips float32 input. */
const EPSILON = 2 ** -23;

/** Everything that Graft reports about predictions on labelled samples. Definitions are scikit-learn's; 0 where it divides by 0. */
export function evaluatePredictions({ probabilities, samples, labels }: Predictions): Metrics {
  const classes = labels.length;
  const confusion = labels.map(() => new Array<number>(classes).fill(0));
  const mistakes: Mistake[] = [];
  let logLoss = 0;
  let correct = 0;
  samples.forEach((sample, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    const predicted = indexOfMax(row);
    confusion[sample.label]![predicted]!++;
    logLoss -= Math.log(Math.min(1, Math.max(EPSILON, row[sample.label]!)));
    if (predicted === sample.label) {
      correct++;
      return;
    }
    mistakes.push({
      id: sample.id,
      path: sample.path,
      actual: labels[sample.label]!,
      predicted: labels[predicted]!,
      probability: row[predicted]!,
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

/** Index of the largest value; the first of equals. */
export function indexOfMax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
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
