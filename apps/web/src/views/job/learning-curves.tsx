import { useMemo, useState } from 'react';
import type { TopLevelSpec } from 'vega-lite';
import { job as strings } from '../../strings/index.js';
import { Chart } from '../../ui/chart.js';
import { EpochTable } from './epoch-table.js';
import styles from './job.module.css';
import { type Epoch, wasSolved } from './story.js';

interface Row {
  /** Counted, or else the penalty that was tried. */
  readonly step: number | string;
  readonly data: string;
  readonly loss: number;
  /** Null of numbers, which are not right or wrong. */
  readonly accuracy: number | null;
  /** Where the head's warm-up ends, with the first epoch after it. */
  readonly boundary?: number;
}

/** More epochs are not all drawn: a curve of so many points looks the same. */
const MOST_STEPS = 250;
/** More points hide the line that they mark. */
const MOST_POINTS = 60;

/** Loss and accuracy by epoch, or by penalty where the head is solved for, growing while it learns; the same as a table. */
export function LearningCurves({ epochs }: { readonly epochs: readonly Epoch[] }) {
  const isSolved = wasSolved(epochs);
  const rows = useRows(epochs, isSolved);
  const [showsNumbers, showNumbers] = useState(false);
  if (epochs.length === 0) return <p className={styles.waiting}>{strings.noCurves}</p>;
  const kind = isSolved ? 'solved' : epochs.length <= MOST_POINTS ? 'points' : 'line';
  const { lossLabel, lossLabelSolved, accuracyLabel, accuracyLabelSolved } = strings.curve;
  return (
    <>
      <div className={styles.curves}>
        <figure>
          <figcaption>{strings.curve.loss}</figcaption>
          <Chart label={isSolved ? lossLabelSolved : lossLabel} spec={LOSS[kind]} rows={rows} />
        </figure>
        {epochs[0]?.accuracy != null && (
          <figure>
            <figcaption>{strings.curve.accuracy}</figcaption>
            <Chart label={isSolved ? accuracyLabelSolved : accuracyLabel} spec={ACCURACY[kind]} rows={rows} />
          </figure>
        )}
      </div>
      <details className={styles.numbers} onToggle={({ currentTarget }) => showNumbers(currentTarget.open)}>
        <summary>{strings.numbers}</summary>
        {showsNumbers && <EpochTable epochs={epochs} />}
      </details>
    </>
  );
}

/**
 * Two rows an epoch, of every epoch, every other, every fourth… as there are more. Those that were there before stay the
 * same objects, so that nothing is drawn twice.
 */
function useRows(epochs: readonly Epoch[], isSolved: boolean): readonly Row[] {
  const known = useMemo(() => new Map<Epoch, readonly Row[]>(), [isSolved]);
  return useMemo(() => {
    const stride = 2 ** Math.max(0, Math.ceil(Math.log2(epochs.length / MOST_STEPS)));
    return epochs.flatMap((epoch, i) => {
      if (i % stride > 0) return [];
      const rows = known.get(epoch) ?? rowsOf(epoch, i + 1, isSolved);
      known.set(epoch, rows);
      return rows;
    });
  }, [epochs, known, isSolved]);
}

function rowsOf(epoch: Epoch, count: number, isSolved: boolean): readonly Row[] {
  const { training, validation } = strings.curve;
  const isFirstAfterWarmUp = epoch.phase === 'TRAINING' && epoch.epoch === 1 && count > 1;
  const step = isSolved ? String(epoch.l2) : count;
  return [
    {
      step,
      data: training,
      loss: epoch.loss,
      accuracy: epoch.accuracy,
      ...(isFirstAfterWarmUp && { boundary: count - 0.5 }),
    },
    { step, data: validation, loss: epoch.validationLoss, accuracy: epoch.validationAccuracy },
  ];
}

type Kind = 'points' | 'line' | 'solved';
const LOSS = curves('loss', '.2~f');
// Where nearly all are right, the scale begins at 99.5% or so.
const ACCURACY = curves('accuracy', '.4~p');

function curves(field: 'loss' | 'accuracy', format: string): Readonly<Record<Kind, TopLevelSpec>> {
  const kind = (each: Kind) => curve(field, format, each);
  return { points: kind('points'), line: kind('line'), solved: kind('solved') };
}

function curve(field: 'loss' | 'accuracy', format: string, kind: Kind): TopLevelSpec {
  const { epochAxis, penaltyAxis } = strings.curve;
  const counted = {
    type: 'quantitative',
    title: epochAxis,
    axis: { grid: false, tickMinStep: 1, format: 'd' },
    scale: { zero: false, nice: false },
  } as const;
  // Penalties are in the order in which they were tried, the strongest first.
  const tried = {
    type: 'ordinal',
    title: penaltyAxis,
    sort: null,
    axis: { grid: false, labelAngle: 0 },
  } as const;
  return {
    width: 'container',
    height: 190,
    data: { name: 'table' },
    layer: [
      {
        mark: { type: 'line', strokeWidth: 2, point: kind !== 'line' && { size: 24 } },
        encoding: {
          x: { field: 'step', ...(kind === 'solved' ? tried : counted) },
          y: {
            field,
            type: 'quantitative',
            title: null,
            // Room for the widest number, so that nothing moves when the scale changes.
            axis: { format, minExtent: 42 },
            scale: { zero: field === 'loss' },
          },
          color: {
            field: 'data',
            type: 'nominal',
            scale: {
              domain: [strings.curve.training, strings.curve.validation],
              range: ['var(--first)', 'var(--second)'],
            },
          },
        },
      },
      {
        transform: [{ filter: 'isValid(datum.boundary)' }],
        mark: { type: 'rule', strokeDash: [4, 4], color: 'var(--muted)' },
        encoding: kind === 'solved' ? {} : { x: { field: 'boundary', type: 'quantitative' } },
      },
    ],
  };
}
