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

/** Models of several labels or numbers have no such figures. */
function Right({
  metrics: { accuracy, accuracyLow, accuracyHigh, count },
}: {
  readonly metrics: NonNullable<NonNullable<Training['model']>['metrics']>;
}) {
  return (
    <>
      <p className={styles.accuracy}>{strings.percentRight(accuracy)}</p>
      <p>{strings.right(Math.round(accuracy * count), count)}</p>
      <p className={styles.note}>{strings.expect(accuracyLow, accuracyHigh)}</p>
      {count < FEW && <p className={styles.note}>{strings.few}</p>}
    </>
  );
}
