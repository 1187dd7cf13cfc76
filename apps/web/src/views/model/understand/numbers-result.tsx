import { understand } from '../../../strings/index.js';
import { Card } from '../../../ui/card.js';
import styles from './accuracy.module.css';
import { Papers } from './papers.js';
import { Reached } from './reached.js';
import tables from './tables.module.css';
import type { OtherModel } from './understand-query.js';

const { accuracy, number, numbers: strings } = understand;

type Metrics = NonNullable<OtherModel['regressionMetrics']>;

/** How far off a model of numbers is, one number after the other, and on which pictures most. */
export function NumbersResult({ model, metrics }: { readonly model: OtherModel; readonly metrics: Metrics }) {
  return (
    <>
      <Card title={accuracy.title} actions={<Papers model={model} />}>
        {metrics.perTarget.map((each) => (
          <Target key={each.target} metrics={each} />
        ))}
        <p className={styles.measured}>{strings.measured(metrics.count)}</p>
      </Card>
      <LargestErrors errors={metrics.largestErrors} />
    </>
  );
}

function Target({ metrics }: { readonly metrics: Metrics['perTarget'][number] }) {
  const { target, meanAbsoluteError: error, meanAbsoluteErrorBaseline: baseline, r2 } = metrics;
  // Where everything is exact there is nothing to compare.
  const longest = Math.max(error.high, baseline) || 1;
  return (
    <div className={styles.columns}>
      <div>
        <p className={styles.right}>{strings.off(target, error.value)}</p>
        <p className={styles.expect}>{strings.expect(error.low, error.high)}</p>
        <p>{strings.explained(r2.value)}</p>
      </div>
      <Reached
        rules={[
          {
            name: accuracy.model,
            text: number(error.value),
            length: error.value / longest,
            interval: [error.low / longest, error.high / longest],
          },
          { name: strings.mean, text: number(baseline), length: baseline / longest },
        ]}
      />
    </div>
  );
}

const SHOWN = 10;

function LargestErrors({ errors }: { readonly errors: Metrics['largestErrors'] }) {
  const { picture, target, actual, predicted, off } = strings.columns;
  return (
    <Card title={strings.largest}>
      <p className={tables.hint}>{strings.largestHint}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard */}
      <section className={tables.scroll} aria-label={strings.table} tabIndex={0}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">{picture}</th>
              <th scope="col">{target}</th>
              {[actual, predicted, off].map((name) => (
                <th key={name} scope="col" className={tables.number}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {errors.slice(0, SHOWN).map((each) => (
              <tr key={`${each.picture} ${each.target}`}>
                <th scope="row">{each.picture}</th>
                <td>{each.target}</td>
                <td className={tables.number}>{number(each.actual)}</td>
                <td className={tables.number}>{number(each.predicted)}</td>
                <td className={tables.number}>{number(Math.abs(each.predicted - each.actual))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}
