import { type FormEvent, useState } from 'react';
import { common, models as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Problem } from '../../ui/problem.js';
import { TextField } from '../../ui/text-field.js';
import styles from './models.module.css';

interface Props {
  /** `name:version`. */
  readonly model: string;
  /** Why the last try did not work; empty before it. */
  readonly problem: string;
  readonly onClose: () => void;
}

/** Asks for a name that is to point to a model. */
export function AliasDialog({
  model,
  problem,
  onSubmit,
  onClose,
}: Props & { onSubmit: (alias: string) => void }) {
  const { title, lead, label, example, submit } = strings.aliasDialog;
  const [alias, setAlias] = useState(example);
  return (
    <Dialog title={title(model)} isOpen onClose={onClose}>
      <p className={styles.muted}>{lead}</p>
      <form
        className={styles.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          onSubmit(alias.trim());
        }}
      >
        <TextField label={label} value={alias} onChange={setAlias} error={problem || undefined} autoFocus />
        <div className={styles.actions}>
          <Button kind="primary" type="submit">
            {submit}
          </Button>
          <Button onPress={onClose}>{common.cancel}</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A deleted model cannot be had back: the one thing here that is asked about first. */
export function DeleteDialog({ model, problem, onSubmit, onClose }: Props & { onSubmit: () => void }) {
  const { title, lead, submit } = strings.deleteDialog;
  return (
    <Dialog title={title(model)} isOpen onClose={onClose}>
      <p className={styles.muted}>{lead}</p>
      {problem && <Problem>{problem}</Problem>}
      <div className={styles.actions}>
        <Button kind="danger" onPress={onSubmit}>
          {submit}
        </Button>
        <Button onPress={onClose} autoFocus>
          {common.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
