import { predict as strings } from '../../../strings/index.js';
import type { Prediction } from './ask-model.js';
import styles from './predict.module.css';

const PERCENT = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

interface Props {
  readonly prediction: Pick<Prediction, 'unknown' | 'labels' | 'mostProbable' | 'values'>;
  /** Whether a picture may have several labels. */
  readonly several: boolean;
  /** Whether a picture that the model does not know is called so. */
  readonly sayUnknown: boolean;
}

/**
 * The label in large letters, all of several that the model says, or that there is none; below, the most probable labels as
 * bars.
 */
export function Answer({ prediction, several, sayUnknown }: Props) {
  const { unknown, mostProbable } = prediction;
  const asUnknown = unknown && sayUnknown;
  return (
    <>
      <p className={styles.label} data-unknown={asUnknown || undefined}>
        {asUnknown ? strings.unknown : <bdi>{headline(prediction, several)}</bdi>}
      </p>
      {asUnknown && <p className={styles.hint}>{strings.unknownWhy}</p>}
      <ol className={styles.bars}>
        {mostProbable.map(({ label, probability }) => (
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

/** What the model says in a few words, for those who see it and those who hear it. */
export function headline(
  { labels, values }: Pick<Prediction, 'labels' | 'values'>,
  several: boolean,
): string {
  if (values.length > 0)
    return values.map(({ target, value }) => `${target}: ${strings.number(value)}`).join(', ');
  // Of one label a picture, the others are there for comparison.
  const said = several ? labels : labels.slice(0, 1);
  return said.map(({ label }) => label).join(', ') || strings.noLabel;
}
