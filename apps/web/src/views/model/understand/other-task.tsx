import { understand } from '../../../strings/index.js';
import { Card } from '../../../ui/card.js';
import { Papers } from './papers.js';
import { PerClass } from './per-class.js';
import styles from './tables.module.css';
import type { OtherModel } from './understand-query.js';

const strings = understand.otherTask;

/** How good a model of several labels or numbers is; the rest is in its report. */
export function OtherTask({ model }: { readonly model: OtherModel }) {
  const { multiLabelMetrics: labels, regressionMetrics: numbers } = model;
  return (
    <>
      <Card title={understand.accuracy.title} actions={<Papers model={model} />}>
        {labels && <p>{strings.allRight(labels)}</p>}
        {numbers && <p>{strings.measured(numbers.count)}</p>}
        {numbers && <Numbers rows={numbers.perTarget} />}
        <p className={styles.hint}>{strings.more}</p>
      </Card>
      {labels && <PerClass rows={labels.perLabel} />}
    </>
  );
}

type Rows = NonNullable<OtherModel['regressionMetrics']>['perTarget'];

function Numbers({ rows }: { readonly rows: Rows }) {
  const { target, off, interval, mean, r2 } = strings.columns;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section className={styles.scroll} aria-label={strings.table} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{target}</th>
            {[off, interval, mean, r2].map((name) => (
              <th key={name} scope="col" className={styles.number}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.target}>
              <th scope="row">{row.target}</th>
              <td className={styles.number}>{strings.number(row.meanAbsoluteError.value)}</td>
              <td className={styles.number}>{strings.range(row.meanAbsoluteError)}</td>
              <td className={styles.number}>{strings.number(row.meanAbsoluteErrorBaseline)}</td>
              <td className={styles.number}>{strings.number(row.r2.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
