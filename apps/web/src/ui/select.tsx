import { ChevronDown } from 'lucide-react';
import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  type SelectProps,
  SelectValue,
} from 'react-aria-components';
import styles from './select.module.css';

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
}

interface Props extends Omit<SelectProps<Choice>, 'className' | 'children'> {
  readonly label: string;
  readonly choices: readonly Choice[];
}

/** One of a few. */
export function Select({ label, choices, ...props }: Props) {
  return (
    <AriaSelect {...props} className={styles.select}>
      <Label className={styles.label}>{label}</Label>
      <Button className={styles.button}>
        <SelectValue>{({ selectedText, defaultChildren }) => selectedText || defaultChildren}</SelectValue>
        <ChevronDown aria-hidden size={18} />
      </Button>
      <Popover className={styles.popover}>
        <ListBox items={choices}>
          {({ id, label: text, description }) => (
            <ListBoxItem id={id} textValue={text} className={styles.item}>
              <span>{text}</span>
              {description && <small>{description}</small>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
