import { understand } from '../../../strings/index.js';
import { Card } from '../../../ui/card.js';
import styles from './accuracy.module.css';
import { Papers } from './papers.js';
import { Reached, share } from './reached.js';
import type { UnderstoodModel } from './understand-query.js';

const strings = understand.accuracy;

/** The result in words, beside what simpler rules reach on the same pictures. */
export function Accuracy({ model }: { readonly model: UnderstoodModel }) {
  const { accuracy, accuracyLow, accuracyHigh, count } = model.metrics;
  const rules = [
    share(strings.model, accuracy, [accuracyLow, accuracyHigh]),
    share(strings.nearest, model.nearestNeighbourBaseline),
    share(strings.majority, model.majorityBaseline),
  ];
  return (
    <Card title={strings.title} actions={<Papers model={model} />}>
      <div className={styles.columns}>
        <div>
          <p className={styles.right}>{strings.right(Math.round(accuracy * count), count)}</p>
          <p className={styles.expect}>{strings.expect(accuracyLow, accuracyHigh)}</p>
          <p className={styles.measured}>{strings.measured}</p>
        </div>
        <Reached rules={rules} />
      </div>
    </Card>
  );
}
