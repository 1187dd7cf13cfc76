import { Label, ProgressBar } from 'react-aria-components';
import styles from './progress.module.css';

interface Props {
  readonly label: string;
  /** In [0, 1]; undefined while nobody can tell. */
  readonly value?: number | undefined;
  /** In place of the percentage. */
  readonly text?: string;
}

/** How far something is. */
export function Progress({ label, value, text }: Props) {
  const known = value !== undefined;
  return (
    <ProgressBar
      className={styles.progress}
      value={(value ?? 0) * 100}
      isIndeterminate={!known}
      {...(text && { valueLabel: text })}
    >
      {({ percentage = 0, valueText }) => (
        <>
          <span className={styles.words}>
            <Label>{label}</Label>
            <span>{valueText}</span>
          </span>
          <span className={styles.track}>
            <span
              className={known ? styles.fill : `${styles.fill} ${styles.unknown}`}
              style={known ? { width: `${percentage}%` } : undefined}
            />
          </span>
        </>
      )}
    </ProgressBar>
  );
}
