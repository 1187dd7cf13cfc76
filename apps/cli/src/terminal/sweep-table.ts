import type { GraftError } from '@graft/core';
import Table from 'cli-table3';
import pc from 'picocolors';
import type { TrainDocument } from '../training-run.js';
import { accuracyWithInterval, duration, percent } from './format.js';

/** One trial of a sweep: its result, or why there is none. */
export interface SweepRow {
  readonly varied: Readonly<Record<string, string>>;
  readonly document?: TrainDocument;
  readonly error?: GraftError;
}

const TITLES: Readonly<Record<string, string>> = {
  backbones: 'Backbone',
  cuts: 'Learns from',
  heads: 'Head',
  learningRates: 'Rate',
};

/** Best first, by the validation loss of what was kept, calibrated; failed trials last. */
export function byValidation(rows: readonly SweepRow[]): SweepRow[] {
  const loss = (row: SweepRow) => validated(row)?.loss ?? Number.POSITIVE_INFINITY;
  return rows.toSorted((a, b) => (loss(a) === loss(b) ? 0 : loss(a) - loss(b)));
}

/**
 * One row per trial. The test accuracy is given for the best one only: whoever chooses by it has no unseen pictures left.
 */
export function sweepTable(ranked: readonly SweepRow[], out: string | undefined): string {
  const axes = Object.keys(ranked[0]!.varied);
  const table = new Table({
    head: [
      ...axes.map((axis) => TITLES[axis] ?? axis),
      'Validation loss',
      'Validation accuracy',
      'Features',
      'Training',
    ],
    style: { head: [], border: [], compact: true },
  });
  for (const row of ranked) {
    const values = axes.map((axis) => row.varied[axis]!);
    const kept = validated(row);
    if (!row.document || !kept) {
      table.push([...values, { colSpan: 4, content: pc.red(row.error?.code ?? 'no epoch') }]);
      continue;
    }
    const { seconds } = row.document;
    table.push([
      ...values,
      kept.loss.toFixed(3),
      percent(kept.accuracy),
      duration(seconds.features),
      duration(seconds.training),
    ]);
  }
  const { test } = ranked[0]!.document!;
  return [
    table.toString(),
    '',
    `The best one on ${test.count} unseen pictures: ${pc.bold(accuracyWithInterval(test))}`,
    ...(out ? [`Model: ${pc.bold(out)}`] : []),
  ].join('\n');
}

/** Without validation pictures, what the last epoch reached on those that it learnt from. */
function validated({ document }: SweepRow): { loss: number; accuracy: number } | undefined {
  if (document?.validation) return { ...document.validation, loss: document.validation.logLoss };
  const last = document?.history.at(-1);
  return last && { loss: last.validationLoss, accuracy: last.validationAccuracy };
}
