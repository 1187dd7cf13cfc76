import { train as strings } from '../../strings/index.js';
import { RadioGroup } from '../../ui/radio-group.js';
import { TextField } from '../../ui/text-field.js';
import { problemsOf } from './problems.js';
import { HEADS, type Settings } from './settings.js';
import styles from './train.module.css';
import type { ChangeSettings } from './use-settings.js';

interface Props {
  readonly settings: Settings;
  readonly change: ChangeSettings;
}

/** The new classifier: a name, or layers of one's own. */
export function HeadChoice({ settings, change }: Props) {
  const { head, units, dropout } = settings;
  const problems = problemsOf(settings);
  return (
    <>
      <RadioGroup
        label={strings.head.label}
        value={head}
        choices={HEADS.map((id) => ({
          id,
          label: strings.head[id],
          description: strings.head[`${id}Hint`],
        }))}
        onChange={(chosen) => change({ head: chosen })}
      />
      {head === 'own' && (
        <div className={styles.fields}>
          <TextField
            label={strings.head.units}
            description={strings.head.unitsHint}
            value={units}
            error={problems.units}
            inputMode="numeric"
            onChange={(value) => change({ units: value })}
          />
          <TextField
            label={strings.head.dropout}
            placeholder="0"
            value={dropout}
            error={problems.dropout}
            inputMode="decimal"
            onChange={(value) => change({ dropout: value })}
          />
        </div>
      )}
    </>
  );
}
