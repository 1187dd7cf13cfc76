import type { EpochRecord, GraftError } from '@graft/core';
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

/** Best first, by the validation loss of the epoch that was kept; failed trials last. */
export function byValidation(rows: readonly SweepRow[]): SweepRow[] {
  const loss = (row: SweepRow) => keptEpoch(row)?.validationLoss ?? Number.POSITIVE_INFINITY;
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
    const epoch = keptEpoch(row);
    if (!row.document || !epoch) {
      table.push([...values, { colSpan: 4, content: pc.red(row.error?.code ?? 'no epoch') }]);
      continue;
    }
    const { seconds } = row.document;
    table.push([
      ...values,
      epoch.validationLoss.toFixed(3),
      percent(epoch.validationAccuracy),
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

/** The epoch with the lowest validation loss, whose weights are kept; the warm-up's where nothing came below it. */
function keptEpoch({ document }: SweepRow): EpochRecord | undefined {
  return document?.history.reduce<EpochRecord | undefined>(
    (best, next) => (best && !(next.validationLoss < best.validationLoss) ? best : next),
    undefined,
  );
}
