import { predict as strings } from '../../../strings/index.js';
import type { Prediction } from './ask-model.js';
import type { Saying } from './asked-model.js';
import { Numbers } from './numbers.js';
import styles from './predict.module.css';

const PERCENT = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

interface Props {
  readonly prediction: Pick<Prediction, 'unknown' | 'labels' | 'mostProbable' | 'values'>;
  readonly saying: Saying;
  /** Whether a picture that the model does not know is called so. */
  readonly sayUnknown: boolean;
}

/**
 * The label in large letters, all of several that the model says, or that there is none; below, the most probable labels as
 * bars, each of several with a mark where it begins to be said. Or numbers.
 */
export function Answer({ prediction, saying, sayUnknown }: Props) {
  if (prediction.values.length > 0) return <Numbers values={prediction.values} errors={saying.errors} />;
  const asUnknown = prediction.unknown && sayUnknown;
  return (
    <>
      <p className={styles.label} data-unknown={asUnknown || undefined}>
        {asUnknown ? strings.unknown : <bdi>{headline(prediction, saying)}</bdi>}
      </p>
      {asUnknown && <p className={styles.hint}>{strings.unknownWhy}</p>}
      <ol className={styles.bars}>
        {shownLabels(prediction, saying).map(({ label, probability, isSaid }) => (
          <li key={label} className={styles.bar} data-said={isSaid || undefined}>
            <bdi className={styles.barLabel}>{label}</bdi>
            <span className={styles.barValue}>{PERCENT.format(probability)}</span>
            <span className={styles.track}>
              <span className={styles.fill} style={{ width: `${probability * 100}%` }} />
              <Threshold at={saying.thresholds?.get(label)} />
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

function Threshold({ at }: { readonly at: number | undefined }) {
  if (at === undefined) return null;
  return (
    <>
      <span className={styles.threshold} style={{ left: `${at * 100}%` }} aria-hidden />
      <span className="visually-hidden">{strings.saidFrom(PERCENT.format(at))}</span>
    </>
  );
}

/** The most probable ones; a label that is said is among them however improbable others make it look. */
function shownLabels({ labels, mostProbable }: Props['prediction'], { thresholds }: Saying) {
  const said = new Set((thresholds ? labels : mostProbable.slice(0, 1)).map(({ label }) => label));
  const shown = new Set(mostProbable.map(({ label }) => label));
  return [...mostProbable, ...labels.filter(({ label }) => !shown.has(label))].map((each) => ({
    ...each,
    isSaid: said.has(each.label),
  }));
}

/** What the model says in a few words, for those who see it and those who hear it. */
export function headline(
  { labels, values }: Pick<Prediction, 'labels' | 'values'>,
  { thresholds }: Saying,
): string {
  if (values.length > 0)
    return values.map(({ target, value }) => `${target}: ${strings.number(value)}`).join(', ');
  // Of one label a picture, the others are there for comparison.
  const said = thresholds ? labels : labels.slice(0, 1);
  return said.map(({ label }) => label).join(', ') || strings.noLabel;
}
