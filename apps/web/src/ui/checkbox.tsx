import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps } from 'react-aria-components';
import styles from './checkbox.module.css';

interface Props extends Omit<CheckboxProps, 'className' | 'children'> {
  readonly children?: ReactNode;
}

/** Chosen or not. */
export function Checkbox({ children, ...props }: Props) {
  return (
    <AriaCheckbox {...props} className={styles.checkbox}>
      <span className={styles.box}>
        {props.isIndeterminate ? (
          <Minus aria-hidden size={14} strokeWidth={3.5} />
        ) : (
          <Check aria-hidden size={14} strokeWidth={3.5} />
        )}
      </span>
      {children}
    </AriaCheckbox>
  );
}
