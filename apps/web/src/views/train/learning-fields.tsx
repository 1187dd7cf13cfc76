import { train as strings } from '../../strings/index.js';
import { Select } from '../../ui/select.js';
import { TextField } from '../../ui/text-field.js';
import { problemsOf } from './problems.js';
import { PRECISIONS, type Settings } from './settings.js';
import styles from './train.module.css';
import type { Dataset } from './train-queries.js';
import type { Estimating } from './use-estimate.js';
import type { ChangeSettings } from './use-settings.js';

interface Props {
  readonly dataset: Dataset;
  readonly settings: Settings;
  readonly change: ChangeSettings;
  readonly estimate: Estimating;
}

/** Core's own, for every strategy. */
const DEFAULT_SEED = 42;

/** How it learns, each with the value that is taken where none is given. */
export function LearningFields({ dataset, settings, change, estimate: { estimate } }: Props) {
  const problems = problemsOf(settings);
  const { epochs, rate, precision, seed, name, strategy } = settings;
  // A comparison's two trainings have defaults of their own.
  const defaults = strategy === 'both' ? undefined : estimate;
  return (
    <div className={styles.fields}>
      <TextField
        label={strings.epochs}
        value={epochs}
        error={problems.epochs}
        inputMode="numeric"
        placeholder={defaults && !epochs ? strings.default(defaults.epochs) : strings.ownDefault}
        onChange={(value) => change({ epochs: value })}
      />
      <TextField
        label={strings.learningRate}
        value={rate}
        error={problems.rate}
        inputMode="decimal"
        placeholder={defaults && !rate ? strings.default(defaults.learningRate) : strings.ownDefault}
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
        placeholder={strings.default(dataset.name)}
        onChange={(value) => change({ name: value })}
      />
    </div>
  );
}
