import { Award } from 'lucide-react';
import { job as strings } from '../../strings/index.js';
import { ButtonLink } from '../../ui/button.js';
import styles from './job.module.css';
import type { Training } from './job-query.js';

/** Below this the interval is wide, and says so by itself; it is said in words too. */
const FEW = 50;

/** What a training gave, in words. */
export function Outcome({
  model,
  isRecommended,
}: {
  readonly model: NonNullable<Training['model']>;
  readonly isRecommended: boolean;
}) {
  return (
    <div className={styles.outcome}>
      <div>
        {isRecommended && (
          <p className={styles.recommended}>
            <Award aria-hidden size={18} />
            {strings.recommended}
          </p>
        )}
        {model.metrics && <Right metrics={model.metrics} />}
        {model.multiLabelMetrics && <AllRight metrics={model.multiLabelMetrics} />}
        {model.regressionMetrics && <Off metrics={model.regressionMetrics} />}
      </div>
      <ButtonLink
        kind="primary"
        href={`/models/${encodeURIComponent(model.name)}/${model.version}`}
        aria-label={`${strings.see}: ${strings.modelName(model.name, model.version)}`}
      >
        {strings.see}
      </ButtonLink>
    </div>
  );
}

type Model = NonNullable<Training['model']>;
interface Measured<Kind extends 'metrics' | 'multiLabelMetrics' | 'regressionMetrics'> {
  readonly metrics: NonNullable<Model[Kind]>;
}

function Right({ metrics: { accuracy, accuracyLow, accuracyHigh, count } }: Measured<'metrics'>) {
  return (
    <>
      <p className={styles.accuracy}>{strings.percentRight(accuracy)}</p>
      <p>{strings.right(Math.round(accuracy * count), count)}</p>
      <p className={styles.note}>{strings.expect(accuracyLow, accuracyHigh)}</p>
      {count < FEW && <p className={styles.note}>{strings.few}</p>}
    </>
  );
}

/** Of several labels a picture. */
function AllRight({ metrics }: Measured<'multiLabelMetrics'>) {
  const { count, subsetAccuracy, subsetAccuracyLow, subsetAccuracyHigh } = metrics;
  return (
    <>
      <p className={styles.accuracy}>{strings.percentRight(subsetAccuracy)}</p>
      <p>{strings.allRight(Math.round(subsetAccuracy * count), count)}</p>
      <p className={styles.note}>{strings.expect(subsetAccuracyLow, subsetAccuracyHigh)}</p>
      {count < FEW && <p className={styles.note}>{strings.few}</p>}
    </>
  );
}

/** Of numbers. */
function Off({ metrics: { count, perTarget } }: Measured<'regressionMetrics'>) {
  return (
    <>
      {perTarget.map(({ target, meanAbsoluteError: { value, low, high } }) => (
        <div key={target}>
          <p className={styles.accuracy}>{strings.number(value)}</p>
          <p>{strings.off(target, count)}</p>
          <p className={styles.note}>{strings.expectOff(low, high)}</p>
        </div>
      ))}
      {count < FEW && <p className={styles.note}>{strings.few}</p>}
    </>
  );
}
