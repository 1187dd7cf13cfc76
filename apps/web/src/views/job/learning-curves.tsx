import { useMemo } from 'react';
import type { TopLevelSpec } from 'vega-lite';
import { job as strings } from '../../strings/index.js';
import { Chart } from '../../ui/chart.js';
import styles from './job.module.css';
import type { Epoch } from './story.js';

interface Row {
  readonly step: number;
  readonly data: string;
  readonly loss: number;
  readonly accuracy: number;
  /** Where the head's warm-up ends, with the first epoch after it. */
  readonly boundary?: number;
}

/** Loss and accuracy by epoch, growing while it learns; the same as a table. */
export function LearningCurves({ epochs }: { readonly epochs: readonly Epoch[] }) {
  const rows = useRows(epochs);
  if (epochs.length === 0) return <p className={styles.waiting}>{strings.noCurves}</p>;
  return (
    <>
      <div className={styles.curves}>
        <figure>
          <figcaption>{strings.curve.loss}</figcaption>
          <Chart label={strings.curve.lossLabel} spec={LOSS} rows={rows} />
        </figure>
        <figure>
          <figcaption>{strings.curve.accuracy}</figcaption>
          <Chart label={strings.curve.accuracyLabel} spec={ACCURACY} rows={rows} />
        </figure>
      </div>
      <details className={styles.numbers}>
        <summary>{strings.numbers}</summary>
        <Numbers epochs={epochs} />
      </details>
    </>
  );
}

/** Two rows an epoch; those of epochs that were there before stay the same objects, so that nothing is drawn twice. */
function useRows(epochs: readonly Epoch[]): readonly Row[] {
  const known = useMemo(() => new Map<Epoch, readonly Row[]>(), []);
  return useMemo(
    () =>
      epochs.flatMap((epoch, i) => {
        const rows = known.get(epoch) ?? rowsOf(epoch, i + 1);
        known.set(epoch, rows);
        return rows;
      }),
    [epochs, known],
  );
}

function rowsOf(epoch: Epoch, step: number): readonly Row[] {
  const { training, validation } = strings.curve;
  const isFirstAfterWarmUp = epoch.phase === 'TRAINING' && epoch.epoch === 1 && step > 1;
  return [
    {
      step,
      data: training,
      loss: epoch.loss,
      accuracy: epoch.accuracy,
      ...(isFirstAfterWarmUp && { boundary: step - 0.5 }),
    },
    { step, data: validation, loss: epoch.validationLoss, accuracy: epoch.validationAccuracy },
  ];
}

const LOSS = curve('loss', '.2~f');
const ACCURACY = curve('accuracy', '.0%');

function curve(field: 'loss' | 'accuracy', format: string): TopLevelSpec {
  return {
    width: 'container',
    height: 190,
    data: { name: 'table' },
    layer: [
      {
        mark: { type: 'line', strokeWidth: 2, point: { size: 24 } },
        encoding: {
          x: {
            field: 'step',
            type: 'quantitative',
            title: strings.curve.epochAxis,
            axis: { grid: false, tickMinStep: 1, format: 'd' },
            scale: { zero: false, nice: false },
          },
          y: {
            field,
            type: 'quantitative',
            title: null,
            // Room for the widest number, so that nothing moves when the scale changes.
            axis: { format, minExtent: 34 },
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
        encoding: { x: { field: 'boundary', type: 'quantitative' } },
      },
    ],
  };
}

function Numbers({ epochs }: { readonly epochs: readonly Epoch[] }) {
  const { columns, phases, onlyHead } = strings;
  const tunes = epochs.some(({ phase }) => phase === 'WARM_UP');
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{columns.epoch}</th>
          <th scope="col">{columns.phase}</th>
          <th scope="col">{columns.loss}</th>
          <th scope="col">{columns.accuracy}</th>
          <th scope="col">{columns.validationLoss}</th>
          <th scope="col">{columns.validationAccuracy}</th>
        </tr>
      </thead>
      <tbody>
        {epochs.map(({ phase, epoch, loss, accuracy, validationLoss, validationAccuracy }) => (
          <tr key={`${phase} ${epoch}`}>
            <td>{epoch}</td>
            <td>{tunes ? phases[phase] : onlyHead}</td>
            <td>{loss.toFixed(3)}</td>
            <td>{strings.percent(accuracy)}</td>
            <td>{validationLoss.toFixed(3)}</td>
            <td>{strings.percent(validationAccuracy)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
