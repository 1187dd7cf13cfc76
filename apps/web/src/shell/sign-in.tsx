import { type FormEvent, useState } from 'react';
import { shell as strings } from '../strings/index.js';
import { Button } from '../ui/button.js';
import { Card } from '../ui/card.js';
import { Page } from '../ui/page.js';
import { TextField } from '../ui/text-field.js';
import styles from './sign-in.module.css';
import { isValidKey, useViewer } from './viewer.js';

/** Asks for a key, in place of what cannot be shown without; the address stays, so that it opens afterwards. */
export function SignIn() {
  const { hasKey, signIn, signOut } = useViewer();
  const [key, setKey] = useState('');
  const [error, setError] = useState<string | undefined>(hasKey ? strings.signIn.keptInvalid : undefined);
  const [checking, setChecking] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const entered = key.trim();
    if (!entered) return setError(strings.signIn.empty);
    setChecking(true);
    const valid = await isValidKey(entered);
    setChecking(false);
    if (valid) signIn(entered);
    else setError(valid === false ? strings.signIn.invalid : strings.signIn.unreachable);
  }

  return (
    <Page title={strings.signIn.title} lead={strings.signIn.lead}>
      <Card>
        <form className={styles.form} onSubmit={submit}>
          <TextField
            label={strings.signIn.key}
            description={strings.signIn.hint}
            error={error}
            type="password"
            autoComplete="current-password"
            placeholder="graft_…"
            value={key}
            onChange={(text) => {
              setKey(text);
              setError(undefined);
            }}
            autoFocus
          />
          <div className={styles.actions}>
            <Button kind="primary" type="submit" isPending={checking}>
              {strings.signIn.submit}
            </Button>
            {hasKey && <Button onPress={signOut}>{strings.signIn.forget}</Button>}
          </div>
        </form>
      </Card>
    </Page>
  );
}
