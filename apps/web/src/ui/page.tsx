import { type ReactNode, useEffect } from 'react';
import styles from './page.module.css';

interface PageProps {
  /** Of the view: its heading, and the browser tab's title. */
  readonly title: string;
  /** In the browser tab, in place of the heading: what changes while one looks elsewhere. */
  readonly tab?: string | undefined;
  /** One sentence below. */
  readonly lead?: ReactNode;
  /** Beside the heading. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** A view: heading, what it is about, what can be done, content. */
export function Page({ title, tab, lead, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${tab ?? title} · Graft`;
  }, [title, tab]);
  return (
    <>
      <header className={styles.head}>
        <div>
          <h1>{title}</h1>
          {lead && <p className={styles.lead}>{lead}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </>
  );
}
