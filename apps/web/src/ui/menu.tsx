import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Button, type ButtonKind } from './button.js';
import styles from './menu.module.css';

interface Props {
  /** On the button. */
  readonly label: ReactNode;
  /** Of the button where `label` is a picture only. */
  readonly name?: string;
  readonly kind?: ButtonKind;
  readonly isDisabled?: boolean;
  readonly items: readonly { readonly id: string; readonly text: string }[];
  readonly onAction: (id: string) => void;
}

/** A button that opens a list of things to do. */
export function Menu({ label, name, kind = 'plain', isDisabled = false, items, onAction }: Props) {
  return (
    <MenuTrigger>
      <Button kind={kind} isDisabled={isDisabled} {...(name && { 'aria-label': name })}>
        {label}
      </Button>
      <Popover className={styles.popover}>
        <AriaMenu items={items} onAction={(id) => onAction(String(id))} className={styles.menu}>
          {({ id, text }) => (
            <MenuItem id={id} textValue={text} className={styles.item}>
              {text}
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
