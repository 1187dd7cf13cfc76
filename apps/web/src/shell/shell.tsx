import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { useLocation } from 'wouter';
import { shell as strings } from '../strings/index.js';
import styles from './shell.module.css';
import { ThemeButton } from './theme-button.js';

const PLACES = [
  { href: '/', text: strings.start, holds: /^\/($|datasets|jobs)/ },
  { href: '/models', text: strings.models, holds: /^\/models/ },
];

/** What is around every view: the way to the others, and colours. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [path] = useLocation();
  return (
    <>
      <a className={styles.skip} href="#content">
        {strings.skip}
      </a>
      <header className={styles.bar}>
        <Link href="/" className={styles.brand}>
          <img src="/graft.svg" alt="" width="28" height="28" />
          Graft
        </Link>
        <nav aria-label={strings.navigation} className={styles.places}>
          {PLACES.map(({ href, text, holds }) => (
            <Link
              key={href}
              href={href}
              aria-current={holds.test(path) ? 'page' : undefined}
              className={styles.place}
            >
              {text}
            </Link>
          ))}
        </nav>
        <ThemeButton />
      </header>
      <main id="content" tabIndex={-1} className={styles.main}>
        {children}
      </main>
    </>
  );
}
