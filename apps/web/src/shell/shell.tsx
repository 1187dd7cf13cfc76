import { LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { useLocation } from 'wouter';
import { shell as strings } from '../strings/index.js';
import { Button } from '../ui/button.js';
import styles from './shell.module.css';
import { SignIn } from './sign-in.js';
import { ThemeButton } from './theme-button.js';
import { useViewer } from './viewer.js';

const PLACES = [
  { href: '/', text: strings.start, holds: /^\/($|datasets|jobs)/ },
  { href: '/models', text: strings.models, holds: /^\/models/ },
];

/** What is around every view: the way to the others, colours, and the way in where a key is needed. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [path] = useLocation();
  const { refused, hasKey, mayTrain, signOut } = useViewer();
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
        {hasKey && !refused && (
          <Button kind="quiet" onPress={signOut} aria-label={strings.signOut}>
            <LogOut aria-hidden />
            <span>{strings.signOut}</span>
          </Button>
        )}
      </header>
      <main id="content" tabIndex={-1} className={styles.main}>
        {!mayTrain && <p className={styles.note}>{strings.predictOnly}</p>}
        {refused ? <SignIn /> : children}
      </main>
    </>
  );
}
