import type {
  Estimate,
  MultiLabelAnswer,
  MultiLabelMetrics,
  RegressionAnswer,
  RegressionMetrics,
  TargetAnswer,
} from '@graft/core';
import Table from 'cli-table3';
import pc from 'picocolors';
import type { TargetDocument } from '../training-run.js';
import { duration, number, percent } from './format.js';
import { modelText, precisionText } from './report.js';

const PLAIN = { head: [], border: [], compact: true };
const MOST_ERRORS = 5;

/** Everything that people want to know after training for several labels at once or for numbers. */
export function targetTrainText(document: TargetDocument): string {
  const { test, precision, seconds, bundle, startedFrom } = document;
  const baseline =
    document.task === 'multi-label'
      ? `For comparison, on the same pictures: by chance mean average precision ${percent(document.baselines.meanAveragePrecision)}; always the most frequent set of labels is right on ${percent(document.baselines.subsetAccuracy)}.`
      : `For comparison, on the same pictures: always the mean has a mean absolute error of ${document.baselines.meanAbsoluteError.map(number).join(', ')}.`;
  return [
    targetMetricsText(test, 'unseen pictures'),
    baseline,
    precisionText(precision),
    `Took ${duration(seconds.total)}: features ${duration(seconds.features)}, training ${duration(seconds.training)}.`,
    modelText(bundle, startedFrom),
  ]
    .filter(Boolean)
    .join('\n\n');
}

export function targetMetricsText(metrics: MultiLabelMetrics | RegressionMetrics, pictures: string): string {
  return 'perLabel' in metrics ? labelsText(metrics, pictures) : numbersText(metrics, pictures);
}

/** What a model says of one picture. */
export function targetAnswerText(file: string, answer: TargetAnswer): string {
  return `${file}: ${'labels' in answer ? saidLabels(answer) : saidNumbers(answer)}`;
}

function saidLabels({ labels, all }: MultiLabelAnswer): string {
  const listed = (some: MultiLabelAnswer['all']) =>
    some.map(({ label, probability }) => `${label} ${percent(probability)}`).join(', ');
  return labels.length > 0 ? listed(labels) : `${pc.yellow('none')} (nearest: ${listed(all.slice(0, 1))})`;
}

function saidNumbers({ values }: RegressionAnswer): string {
  return values.map(({ target, value }) => `${target} ${number(value)}`).join(', ');
}

function labelsText(test: MultiLabelMetrics, pictures: string): string {
  const [low, high] = test.interval;
  const table = new Table({
    head: ['Label', 'Threshold', 'Average precision', 'Precision', 'Recall', 'F1', 'Pictures'],
    style: PLAIN,
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
  });
  for (const { label, threshold, averagePrecision, precision, recall, f1, support } of test.perLabel) {
    table.push([
      label,
      threshold.toFixed(3),
      percent(averagePrecision),
      percent(precision),
      percent(recall),
      percent(f1),
      support,
    ]);
  }
  return `On ${test.count} ${pictures}: mean average precision ${pc.bold(percent(test.meanAveragePrecision))}, macro F1 ${percent(test.macroF1)}, micro F1 ${percent(test.microF1)}, every label right on ${percent(test.subsetAccuracy)} (${percent(low).slice(0, -1)}–${percent(high)})\n\n${table.toString()}`;
}

function numbersText(test: RegressionMetrics, pictures: string): string {
  const table = new Table({
    head: ['Number', 'Mean absolute error (95% interval)', 'Root mean squared error', 'R²'],
    style: PLAIN,
  });
  for (const { target, meanAbsoluteError, rootMeanSquaredError, r2 } of test.perTarget) {
    table.push([target, estimate(meanAbsoluteError), estimate(rootMeanSquaredError), estimate(r2)]);
  }
  const errors = test.largestErrors
    .slice(0, MOST_ERRORS)
    .map(
      ({ id, target, actual, predicted }) => `  ${target} ${number(predicted)}, is ${number(actual)}: ${id}`,
    );
  return [`On ${test.count} ${pictures}:`, table.toString(), ['Largest errors:', ...errors].join('\n')].join(
    '\n\n',
  );
}

function estimate({ value, interval: [low, high] }: Estimate): string {
  return `${number(value)} (${number(low)}–${number(high)})`;
}
