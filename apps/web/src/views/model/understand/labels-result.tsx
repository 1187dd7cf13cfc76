import { understand } from '../../../strings/index.js';
import { Card } from '../../../ui/card.js';
import styles from './accuracy.module.css';
import { Papers } from './papers.js';
import { PerClass } from './per-class.js';
import { Reached, share } from './reached.js';
import type { OtherModel } from './understand-query.js';

const { accuracy, labels: strings } = understand;

interface Props {
  readonly model: OtherModel;
  readonly metrics: NonNullable<OtherModel['multiLabelMetrics']>;
}

/** How good a model of several labels is: on whole pictures, then label by label. */
export function LabelsResult({ model, metrics }: Props) {
  const { count, subsetAccuracy, subsetAccuracyLow, subsetAccuracyHigh, subsetAccuracyBaseline } = metrics;
  return (
    <>
      <Card title={accuracy.title} actions={<Papers model={model} />}>
        <div className={styles.columns}>
          <div>
            <p className={styles.right}>{strings.right(Math.round(subsetAccuracy * count), count)}</p>
            <p className={styles.expect}>{accuracy.expect(subsetAccuracyLow, subsetAccuracyHigh)}</p>
            <p className={styles.measured}>{strings.measured}</p>
          </div>
          <Reached
            rules={[
              share(accuracy.model, subsetAccuracy, [subsetAccuracyLow, subsetAccuracyHigh]),
              share(strings.usual, subsetAccuracyBaseline),
            ]}
          />
        </div>
      </Card>
      <PerClass rows={metrics.perLabel} />
    </>
  );
}
