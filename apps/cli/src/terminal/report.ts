import { type Baselines, calibrationErrorByChance, type Metrics, type TrainReport } from '@graft/core';
import Table from 'cli-table3';
import pc from 'picocolors';
import type { TrainDocument } from '../training-run.js';
import { learningCurves } from './curves.js';
import { accuracyWithInterval, duration, percent } from './format.js';

/** A confusion matrix wider than this does not fit a terminal; the most frequent confusions are listed instead. */
const LARGEST_MATRIX = 12;
const MOST_MISTAKES = 5;
const PLAIN = { head: [], border: [], compact: true };

/** Everything that people want to know after `graft train`. */
export function trainText(document: TrainDocument): string {
  const { test, baselines, precision, history, seconds, bundle, startedFrom } = document;
  return paragraphs(
    learningCurves(history),
    metricsText(test, 'unseen pictures'),
    calibrationText(document),
    baselinesText(baselines),
    precisionText(precision),
    `Took ${duration(seconds.total)}: features ${duration(seconds.features)}, training ${duration(seconds.training)}.`,
    modelText(bundle, startedFrom),
  );
}

/** Where the model is, and what it went on from. */
export function modelText(bundle: string, startedFrom: TrainReport['startedFrom']): string {
  return `Model: ${pc.bold(bundle)}${startedFrom ? `, went on from model ${startedFrom.model}` : ''}`;
}

/** What a model does with some `pictures`: accuracy, classes, confusions, worst mistakes. */
export function metricsText(metrics: Metrics, pictures: string): string {
  return paragraphs(
    `Accuracy on ${metrics.count} ${pictures}: ${pc.bold(accuracyWithInterval(metrics))}, macro F1 ${percent(metrics.macroF1)}, log loss ${metrics.logLoss.toFixed(3)}`,
    classTable(metrics),
    confusionText(metrics),
    mistakesText(metrics),
  );
}

/** One row per run: what it reached, what it took. */
export function comparisonText(documents: readonly TrainDocument[]): string {
  const table = new Table({
    head: ['Strategy', 'Test accuracy (95% interval)', 'Macro F1', 'Features', 'Training', 'Total'],
    style: PLAIN,
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right'],
  });
  for (const { strategy, test, seconds } of documents) {
    table.push([
      strategy,
      accuracyWithInterval(test),
      percent(test.macroF1),
      duration(seconds.features),
      duration(seconds.training),
      duration(seconds.total),
    ]);
  }
  const [first] = documents;
  return paragraphs(table.toString(), first ? baselinesText(first.baselines) : '');
}

function baselinesText({ majority, nearestNeighbour }: Baselines): string {
  return `For comparison, on the same pictures: always the most frequent label ${percent(majority)}, label of the most similar training picture ${percent(nearestNeighbour)}.`;
}

function calibrationText({ calibration, abstention }: TrainDocument): string {
  if (!calibration) return '';
  const { before, after, temperature } = calibration;
  const error = (of: typeof before) => percent(of.expectedCalibrationError);
  const known = abstention?.curve.find(({ asked }) => asked === 0.9);
  const lines = [
    `Calibration error ${error(after)}, ${error(before)} before the logits were divided by ${temperature.toFixed(2)}; chance alone gives ${percent(calibrationErrorByChance(after.bins))} on so many pictures.`,
    known &&
      `With --abstain it answers ${percent(known.coverage)} of these pictures, ${percent(known.error)} of them wrongly.`,
  ];
  return lines.filter(Boolean).join('\n');
}

/** What int8 changed; empty in float32. */
export function precisionText({ used, change }: TrainReport['precision']): string {
  if (used === 'float32' || !change) return '';
  const { samples, relativeError, measure = 'accuracy', accuracy } = change;
  return `Frozen layers in int8: on ${samples} training pictures features differ from float32 by ${percent(relativeError)}, cross-validated ${measure} is ${percent(accuracy.int8)} against ${percent(accuracy.float32)}.`;
}

function classTable({ perClass }: Metrics): string {
  const table = new Table({
    head: ['Label', 'Precision', 'Recall', 'F1', 'Pictures'],
    style: PLAIN,
    colAligns: ['left', 'right', 'right', 'right', 'right'],
  });
  for (const { label, precision, recall, f1, support } of perClass) {
    table.push([label, percent(precision), percent(recall), percent(f1), support]);
  }
  return table.toString();
}

/** Rows are what the pictures show, columns what the model said. */
function confusionText({ perClass, confusion }: Metrics): string {
  const labels = perClass.map(({ label }) => label);
  if (labels.length > LARGEST_MATRIX) return commonConfusions(labels, confusion);
  const table = new Table({
    head: ['is \\ said', ...labels],
    style: PLAIN,
    colAligns: ['left', ...labels.map(() => 'right' as const)],
  });
  for (const [actual, row] of confusion.entries()) {
    const cells = row.map((count, said) =>
      said === actual ? pc.green(count) : count > 0 ? pc.red(count) : '0',
    );
    table.push([labels[actual]!, ...cells]);
  }
  return table.toString();
}

function commonConfusions(labels: readonly string[], confusion: Metrics['confusion']): string {
  const pairs = confusion.flatMap((row, actual) =>
    row
      .map((count, said) => ({ count, actual, said }))
      .filter(({ count, said }) => count > 0 && said !== actual),
  );
  if (pairs.length === 0) return '';
  const lines = pairs
    .sort((a, b) => b.count - a.count)
    .slice(0, 10)
    .map(
      ({ count, actual, said }) =>
        `  ${String(count).padStart(4)} x ${labels[actual]} taken for ${labels[said]}`,
    );
  return ['Most frequent confusions:', ...lines].join('\n');
}

function mistakesText({ mistakes }: Metrics): string {
  if (mistakes.length === 0) return '';
  const lines = mistakes
    .slice(0, MOST_MISTAKES)
    .map(
      ({ id, actual, predicted, probability }) =>
        `  ${predicted} ${percent(probability)}, is ${actual}: ${id}`,
    );
  return ['Most confident mistakes:', ...lines].join('\n');
}

function paragraphs(...texts: readonly string[]): string {
  return texts.filter(Boolean).join('\n\n');
}
