import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { use as strings } from '../../../strings/index.js';
import { Button } from '../../../ui/button.js';
import styles from './use.module.css';

/** Text to take along. */
export function Code({ label, children }: { readonly label: string; readonly children: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();
  useEffect(() => {
    const timer = setTimeout(setOutcome, 4000, undefined);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = () =>
    // Absent where the page is not on https or this machine.
    (navigator.clipboard?.writeText(children) ?? Promise.reject(new Error())).then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    );
  return (
    <div className={styles.code}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section tabIndex={0} aria-label={label}>
        <pre>
          <code>{children}</code>
        </pre>
      </section>
      <Button onPress={copy}>
        {outcome === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
        {outcome === 'copied' ? strings.copied : strings.copy}
      </Button>
      <p role="status" className={outcome === 'failed' ? styles.failed : 'visually-hidden'}>
        {outcome === 'copied' && strings.copied}
        {outcome === 'failed' && strings.copyFailed}
      </p>
    </div>
  );
}
