import { common } from '../strings/index.js';
import styles from './loading.module.css';

/** Something is on its way. It shows only after a moment, so that what is quick does not flicker. */
export function Loading({ label = common.loading }: { readonly label?: string }) {
  return (
    <p role="status" className={styles.loading}>
      {label}
    </p>
  );
}
