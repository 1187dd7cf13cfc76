import { RadioGroup as AriaRadioGroup, Label, Radio, type RadioGroupProps } from 'react-aria-components';
import styles from './radio-group.module.css';
import type { Choice } from './select.js';

interface Props<Id extends string> extends Omit<RadioGroupProps, 'className' | 'children' | 'onChange'> {
  /** Left out where a heading says it; then give `aria-label`. */
  readonly label?: string;
  readonly choices: readonly (Choice & { readonly id: Id })[];
  readonly onChange: (id: Id) => void;
}

/** One of a few that deserve a line of explanation each. */
export function RadioGroup<Id extends string>({ label, choices, onChange, ...props }: Props<Id>) {
  return (
    <AriaRadioGroup {...props} onChange={(id) => onChange(id as Id)} className={styles.group}>
      {label && <Label className={styles.label}>{label}</Label>}
      <div className={styles.choices}>
        {choices.map(({ id, label: text, description }) => (
          <Radio key={id} value={id} className={styles.choice}>
            <span className={styles.dot} />
            <span>
              <span className={styles.text}>{text}</span>
              {description && <small className={styles.description}>{description}</small>}
            </span>
          </Radio>
        ))}
      </div>
    </AriaRadioGroup>
  );
}
