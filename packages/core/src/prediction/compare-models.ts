import type { Dataset } from '../data/types.js';
import { evaluatePredictions, type Predictions } from '../evaluation/evaluate-predictions.js';
import { type McNemar, mcnemar } from '../evaluation/mcnemar.js';
import type { Metrics } from '../evaluation/types.js';
import type { Model } from './load-model.js';
import type { EvaluateOptions } from './predict-split.js';

export interface ModelComparison {
  readonly first: Metrics;
  readonly second: Metrics;
  /** Whether the difference may be chance. */
  readonly test: McNemar;
}

/**
 * Two models on the same pictures: what each reaches, and by McNemar's test whether they differ by more than chance, which two
 * intervals that overlap do not tell.
 *
 *     const { first, second, test } = await compareModels(a, b, await loadDataset('pets'));
 *
 * @throws OptionError `OPTION_LABELS` when the dataset has other labels than one of the models.
 */
export async function compareModels(
  first: Pick<Model, 'predictSplit'>,
  second: Pick<Model, 'predictSplit'>,
  dataset: Dataset,
  options?: EvaluateOptions,
): Promise<ModelComparison> {
  const [a, b] = [await first.predictSplit(dataset, options), await second.predictSplit(dataset, options)];
  const rightOfB = rightById(b);
  const both = [...rightById(a)].filter(([id]) => rightOfB.has(id));
  return {
    first: evaluatePredictions(a),
    second: evaluatePredictions(b),
    test: mcnemar(
      both.map(([, right]) => right),
      both.map(([id]) => rightOfB.get(id)!),
    ),
  };
}

function rightById({ probabilities, samples, labels }: Predictions): Map<string, boolean> {
  return new Map(
    samples.map(({ id, label }, row) => {
      const own = probabilities.subarray(row * labels.length, (row + 1) * labels.length);
      return [id, own.indexOf(Math.max(...own)) === label];
    }),
  );
}
