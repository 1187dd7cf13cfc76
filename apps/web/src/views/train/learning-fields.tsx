import { train as strings } from '../../strings/index.js';
import { Select } from '../../ui/select.js';
import { TextField } from '../../ui/text-field.js';
import { problemsOf } from './problems.js';
import { PRECISIONS, type Settings } from './settings.js';
import styles from './train.module.css';
import type { Estimating } from './use-estimate.js';
import type { ChangeSettings } from './use-settings.js';

interface Props {
  readonly settings: Settings;
  readonly change: ChangeSettings;
  readonly estimate: Estimating;
}

/** Core's own, for every strategy. */
const DEFAULT_SEED = 42;

/** How it learns, each with the value that is taken where none is given. */
export function LearningFields({ settings, change, estimate: { estimate } }: Props) {
  const problems = problemsOf(settings);
  const { epochs, rate, precision, seed, name, strategy } = settings;
  // A comparison's two trainings have defaults of their own.
  const defaults = strategy === 'both' ? undefined : estimate;
  const defaultOf = (value: number | false | undefined) =>
    !value ? strings.ownDefault : defaults?.solvesHead ? strings.notNeeded : strings.default(value);
  return (
    <div className={styles.fields}>
      <TextField
        label={strings.epochs}
        {...(defaults?.solvesHead && { description: strings.solvedHint })}
        value={epochs}
        error={problems.epochs}
        inputMode="numeric"
        placeholder={defaultOf(!epochs && defaults?.epochs)}
        onChange={(value) => change({ epochs: value })}
      />
      <TextField
        label={strings.learningRate}
        value={rate}
        error={problems.rate}
        inputMode="decimal"
        placeholder={defaultOf(!rate && defaults?.learningRate)}
        onChange={(value) => change({ rate: value })}
      />
      <Select
        label={strings.precision.label}
        value={precision}
        choices={PRECISIONS.map((id) => {
          const [label, description] = strings.precision[id];
          return { id, label, description };
        })}
        onChange={(value) => change({ precision: value as Settings['precision'] })}
      />
      <TextField
        label={strings.seed}
        description={strings.seedHint}
        value={seed}
        error={problems.seed}
        inputMode="numeric"
        placeholder={strings.default(DEFAULT_SEED)}
        onChange={(value) => change({ seed: value })}
      />
      <TextField
        label={strings.name}
        description={strings.nameHint}
        value={name}
        placeholder={estimate ? strings.default(estimate.name) : ''}
        onChange={(value) => change({ name: value })}
      />
    </div>
  );
}
