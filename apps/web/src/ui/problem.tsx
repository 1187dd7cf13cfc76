import type { ReactNode } from 'react';
import styles from './problem.module.css';

/** Something went wrong: what, and what to do about it. Read out at once. */
export function Problem({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div role="alert" className={styles.problem}>
      <div>{children}</div>
      {action}
    </div>
  );
}
