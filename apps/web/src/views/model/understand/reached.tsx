import { understand } from '../../../strings/index.js';
import styles from './accuracy.module.css';

export interface Rule {
  readonly name: string;
  /** As it is read, such as `97%`. */
  readonly text: string;
  /** Of the bar, in [0, 1]. */
  readonly length: number;
  /** Of the model itself: its 95% interval, on the same scale. */
  readonly interval?: readonly [low: number, high: number];
}

/** What the model reaches beside simpler rules, as bars. */
export function Reached({ rules }: { readonly rules: readonly Rule[] }) {
  return (
    <dl className={styles.rules}>
      {rules.map(({ name, text, length, interval }) => (
        <div key={name} className={styles.rule}>
          <dt>{name}</dt>
          <dd>{text}</dd>
          <dd className={styles.track} aria-hidden>
            <span
              className={interval ? `${styles.bar} ${styles.own}` : styles.bar}
              style={{ width: `${length * 100}%` }}
            />
            {interval && (
              <span
                className={styles.interval}
                style={{ left: `${interval[0] * 100}%`, right: `${(1 - interval[1]) * 100}%` }}
              />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A part of all pictures as a bar. */
export function share(name: string, part: number, interval?: Rule['interval']): Rule {
  return { name, text: understand.percent(part), length: part, interval };
}
