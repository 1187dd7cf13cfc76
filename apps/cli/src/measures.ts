import {
  chooseThreshold,
  type Dataset,
  decideByCost,
  type EvaluateOptions,
  type LabelledProbabilities,
  type Model,
  oneAgainstRest,
  type Predictions,
  precisionRecallCurve,
  rocCurve,
} from '@graft/core';
import type { CostReport, EvaluationDocument } from './terminal/evaluation.js';

/** The cheapest answers; with two labels also as a threshold, held against the validation pictures. */
export async function costReport(
  model: Model,
  predictions: Predictions,
  costs: readonly (readonly number[])[],
  dataset: Dataset,
  options: EvaluateOptions,
): Promise<CostReport> {
  const { answers: _, ...decision } = decideByCost(labelled(predictions), costs);
  const [falseAlarm, missed] = [costs[0]![1]!, costs[1]![0]!];
  if (model.labels.length !== 2 || falseAlarm + missed === 0) return decision;
  const chosenOn =
    options.split !== 'validation' && dataset.splits.validation.length > 0
      ? await model.predictSplit(dataset, { ...options, split: 'validation' })
      : undefined;
  return {
    ...decision,
    threshold: {
      label: model.labels[1]!,
      expected: falseAlarm / (falseAlarm + missed),
      chosen: chosenOn && chooseThreshold(oneAgainstRest(labelled(chosenOn), 1), { missed, falseAlarm }),
    },
  };
}

/** Areas under the curves of each label against the others. */
export function rankingOf(predictions: Predictions): EvaluationDocument['ranking'] {
  return predictions.labels.flatMap((label, i) => {
    const ranked = oneAgainstRest(labelled(predictions), i);
    const [roc, precisionRecall] = [rocCurve(ranked), precisionRecallCurve(ranked)];
    if (!roc || !precisionRecall) return [];
    return [{ label, area: roc.area, averagePrecision: precisionRecall.averagePrecision }];
  });
}

export function labelled({ probabilities, samples }: Predictions): LabelledProbabilities {
  return { probabilities, labels: samples.map(({ label }) => label) };
}
