import { understand } from '../../../strings/index.js';
import { Card } from '../../../ui/card.js';
import styles from './tables.module.css';
import type { OtherModel, UnderstoodModel } from './understand-query.js';

const strings = understand.perClass;
const COLUMNS = [
  { name: strings.recall, hint: strings.recallHint, of: 'recall' },
  { name: strings.precision, hint: strings.precisionHint, of: 'precision' },
  { name: strings.f1, hint: strings.f1Hint, of: 'f1' },
] as const;

type Row = UnderstoodModel['metrics']['perClass'][number] &
  Partial<NonNullable<OtherModel['multiLabelMetrics']>['perLabel'][number]>;

/** Every label with how well it is told from the others; of several labels a picture, also from which probability it is said. */
export function PerClass({ rows }: { readonly rows: readonly Row[] }) {
  const hasThresholds = rows.some(({ threshold }) => threshold !== undefined);
  return (
    <Card title={strings.title}>
      <ul className={styles.terms}>
        {COLUMNS.map(({ name, hint }) => (
          <li key={name}>
            <strong>{name}</strong>: {hint}.
          </li>
        ))}
        {hasThresholds && (
          <li>
            <strong>{strings.threshold}</strong>: {strings.thresholdHint}.
          </li>
        )}
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard */}
      <section className={styles.scroll} aria-label={strings.table} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{strings.label}</th>
              {COLUMNS.map(({ name }) => (
                <th key={name} scope="col" className={styles.number}>
                  {name}
                </th>
              ))}
              {hasThresholds && (
                <th scope="col" className={styles.number}>
                  {strings.threshold}
                </th>
              )}
              <th scope="col" className={styles.number}>
                {strings.support}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                {COLUMNS.map(({ of }) => (
                  <td key={of} className={styles.number}>
                    {understand.percent(row[of])}
                  </td>
                ))}
                {row.threshold !== undefined && (
                  <td className={styles.number}>{understand.percent(row.threshold)}</td>
                )}
                <td className={styles.number}>{row.support}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}
