import { understand } from '../../../strings/index.js';
import { Card } from '../../../ui/card.js';
import styles from './accuracy.module.css';
import { Papers } from './papers.js';
import type { UnderstoodModel } from './understand-query.js';

const strings = understand.accuracy;

/** The result in words, beside what simpler rules reach on the same pictures. */
export function Accuracy({ model }: { readonly model: UnderstoodModel }) {
  const { accuracy, accuracyLow, accuracyHigh, count } = model.metrics;
  const rules = [
    { name: strings.model, accuracy, interval: [accuracyLow, accuracyHigh] as const },
    { name: strings.nearest, accuracy: model.nearestNeighbourBaseline },
    { name: strings.majority, accuracy: model.majorityBaseline },
  ];
  return (
    <Card title={strings.title} actions={<Papers model={model} />}>
      <div className={styles.columns}>
        <div>
          <p className={styles.right}>{strings.right(Math.round(accuracy * count), count)}</p>
          <p className={styles.expect}>{strings.expect(accuracyLow, accuracyHigh)}</p>
          <p className={styles.measured}>{strings.measured}</p>
        </div>
        <dl className={styles.rules}>
          {rules.map(({ name, accuracy: reached, interval }) => (
            <div key={name} className={styles.rule}>
              <dt>{name}</dt>
              <dd>{understand.percent(reached)}</dd>
              <dd className={styles.track} aria-hidden>
                <span
                  className={interval ? `${styles.bar} ${styles.own}` : styles.bar}
                  style={{ width: `${reached * 100}%` }}
                />
                {interval && (
                  <span
                    className={styles.interval}
                    style={{ left: `${interval[0] * 100}%`, right: `${(1 - interval[1]) * 100}%` }}
                  />
                )}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  );
}
