import { predict as strings } from '../../../strings/index.js';
import type { Prediction } from './ask-model.js';
import styles from './predict.module.css';

const PERCENT = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

interface Props {
  readonly prediction: Pick<Prediction, 'unknown' | 'labels'>;
  /** Whether a picture that the model does not know is called so. */
  readonly sayUnknown: boolean;
}

/** The label in large letters, or that there is none; below, the most probable labels as bars. */
export function Answer({ prediction: { unknown, labels }, sayUnknown }: Props) {
  const asUnknown = unknown && sayUnknown;
  const [best] = labels;
  return (
    <>
      <p className={styles.label} data-unknown={asUnknown || undefined}>
        {asUnknown ? strings.unknown : <bdi>{best?.label}</bdi>}
      </p>
      {asUnknown && <p className={styles.hint}>{strings.unknownWhy}</p>}
      <ol className={styles.bars}>
        {labels.map(({ label, probability }) => (
          <li key={label} className={styles.bar}>
            <bdi className={styles.barLabel}>{label}</bdi>
            <span className={styles.barValue}>{PERCENT.format(probability)}</span>
            <span className={styles.track}>
              <span className={styles.fill} style={{ width: `${probability * 100}%` }} />
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
