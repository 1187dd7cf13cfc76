import {
  Button as AriaButton,
  Link as AriaLink,
  type ButtonProps,
  type LinkProps,
} from 'react-aria-components';
import styles from './button.module.css';

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger';

/** `primary` once a view, for what most people come for; `quiet` in lists and bars. */
export function Button({ kind = 'plain', ...props }: Omit<ButtonProps, 'className'> & { kind?: ButtonKind }) {
  return <AriaButton {...props} className={`${styles.button} ${styles[kind]}`} />;
}

/** Looks like a button, goes somewhere. */
export function ButtonLink({
  kind = 'plain',
  ...props
}: Omit<LinkProps, 'className'> & { kind?: ButtonKind }) {
  return <AriaLink {...props} className={`${styles.button} ${styles[kind]}`} />;
}
