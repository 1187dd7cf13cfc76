import { predict as strings } from '../../../strings/index.js';
import type { Prediction } from './ask-model.js';
import type { Saying } from './asked-model.js';
import styles from './predict.module.css';

interface Props {
  readonly values: Prediction['values'];
  readonly errors: Saying['errors'];
}

/** Each number in large letters, and how far the model is off in it as a rule. */
export function Numbers({ values, errors }: Props) {
  return (
    <dl className={styles.values}>
      {values.map(({ target, value }) => {
        const error = errors?.get(target);
        return (
          <div key={target}>
            <dt className={styles.hint}>
              <bdi>{target}</bdi>
            </dt>
            <dd className={styles.label}>{strings.number(value)}</dd>
            {error !== undefined && <dd className={styles.hint}>{strings.offBy(error)}</dd>}
          </div>
        );
      })}
    </dl>
  );
}
