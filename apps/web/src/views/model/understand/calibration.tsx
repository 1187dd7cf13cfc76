import { useMemo } from 'react';
import type { TopLevelSpec } from 'vega-lite';
import { understand } from '../../../strings/index.js';
import { Card } from '../../../ui/card.js';
import { Chart } from '../../../ui/chart.js';
import styles from './calibration.module.css';
import tables from './tables.module.css';
import type { UnderstoodModel } from './understand-query.js';

const strings = understand.calibration;
type Facts = NonNullable<UnderstoodModel['calibration']>;

/** How sure the model is against how often it is right. */
export function Calibration({ calibration: { before, after } }: { readonly calibration: Facts }) {
  const rows = useMemo(
    () => [
      ...before.bins.map((bin) => ({ ...bin, kind: strings.before })),
      ...after.bins.map((bin) => ({ ...bin, kind: strings.after })),
    ],
    [before, after],
  );
  return (
    <Card title={strings.title}>
      <div className={styles.columns}>
        <div>
          <p className={styles.words}>
            {strings.words(before.expectedCalibrationError, after.expectedCalibrationError)}{' '}
            {strings.byChance(after.errorByChance)}
          </p>
          <p className={tables.hint}>{strings.hint}</p>
          <details>
            <summary>{strings.table}</summary>
            <Numbers rows={rows} />
          </details>
        </div>
        <Chart label={strings.chart} spec={SPEC} rows={rows} />
      </div>
    </Card>
  );
}

function Numbers({
  rows,
}: {
  readonly rows: readonly (Facts['after']['bins'][number] & { readonly kind: string })[];
}) {
  return (
    <table className={tables.table}>
      <thead>
        <tr>
          <th scope="col">{strings.kind}</th>
          <th scope="col">{strings.confidence}</th>
          <th scope="col">{strings.accuracy}</th>
          <th scope="col">{strings.count}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ kind, confidence, accuracy, count }) => (
          <tr key={`${kind} ${confidence}`}>
            <td>{kind}</td>
            <td>{understand.percent(confidence)}</td>
            <td>{understand.percent(accuracy)}</td>
            <td>{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const axis = (title: string) => ({
  type: 'quantitative' as const,
  title,
  axis: { format: '.0%', tickCount: 5 },
  scale: { domain: [0, 1] },
});
const COLOUR = {
  field: 'kind',
  type: 'nominal' as const,
  scale: { domain: [strings.before, strings.after], range: ['var(--second)', 'var(--first)'] },
};
const SPEC: TopLevelSpec = {
  width: 'container',
  height: 300,
  data: { name: 'table' },
  layer: [
    {
      data: {
        values: [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
      },
      mark: { type: 'line', strokeDash: [4, 4], color: 'var(--muted)' },
      encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
    },
    {
      mark: { type: 'line', strokeWidth: 1.5 },
      encoding: {
        x: { field: 'confidence', ...axis(strings.confidence) },
        y: { field: 'accuracy', ...axis(strings.accuracy) },
        color: COLOUR,
      },
    },
    {
      mark: { type: 'circle', opacity: 0.9 },
      encoding: {
        x: { field: 'confidence', type: 'quantitative' },
        y: { field: 'accuracy', type: 'quantitative' },
        color: COLOUR,
        size: { field: 'count', type: 'quantitative', legend: null, scale: { range: [20, 400] } },
      },
    },
  ],
};
