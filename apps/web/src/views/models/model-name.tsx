import { Undo2, X } from 'lucide-react';
import { useState } from 'react';
import { useViewer } from '../../shell/viewer.js';
import { models as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Problem } from '../../ui/problem.js';
import { AliasDialog, DeleteDialog } from './dialogs.js';
import styles from './models.module.css';
import type { ListedAlias, ListedModel } from './queries.js';
import { useChanges } from './use-changes.js';
import { Version } from './version.js';

interface Props {
  readonly name: string;
  /** Newest first. */
  readonly versions: readonly ListedModel[];
  readonly aliases: readonly ListedAlias[];
  /** Refs of those that are to be compared. */
  readonly chosen: readonly string[];
  readonly onChoose: (ref: string) => void;
  readonly onDeleted: (ref: string) => void;
}

/** All versions of one name, and the names that point to them. */
export function ModelName({ name, versions, aliases, chosen, onChoose, onDeleted }: Props) {
  const { mayTrain } = useViewer();
  const { problem, promote, rollBack, remove, deleteModel } = useChanges(name, aliases);
  const [dialog, setDialog] = useState<{ kind: 'alias' | 'delete'; model: ListedModel }>();
  const close = () => setDialog(undefined);
  return (
    <Card title={name}>
      {aliases.length > 0 && (
        <ul className={styles.aliases} aria-label={strings.aliases(name)}>
          {aliases.map(({ ref, model }) => (
            <li key={ref} className={styles.alias}>
              <strong>{ref}</strong>
              <span className={styles.muted}>{strings.pointsTo(model.version)}</span>
              {mayTrain && (
                <>
                  <Button
                    kind="quiet"
                    aria-label={strings.rollBackOf(ref)}
                    onPress={() => rollBack(aliasOf(ref))}
                  >
                    <Undo2 aria-hidden />
                    {strings.rollBack}
                  </Button>
                  <Button
                    kind="quiet"
                    aria-label={strings.removeAlias(ref)}
                    onPress={() => remove(aliasOf(ref))}
                  >
                    <X aria-hidden />
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {problem && !dialog && <Problem>{problem}</Problem>}
      <ul className={styles.versions}>
        {versions.map((model) => (
          <Version
            key={model.id}
            model={model}
            isChosen={chosen.includes(model.ref)}
            onChoose={() => onChoose(model.ref)}
            aliases={aliases}
            onPromote={(ref) => promote(model.ref, aliasOf(ref))}
            onNewAlias={() => setDialog({ kind: 'alias', model })}
            onDelete={() => setDialog({ kind: 'delete', model })}
          />
        ))}
      </ul>
      {dialog?.kind === 'alias' && (
        <AliasDialog
          model={dialog.model.ref}
          problem={problem}
          onSubmit={async (alias) => (await promote(dialog.model.ref, alias)) && close()}
          onClose={close}
        />
      )}
      {dialog?.kind === 'delete' && (
        <DeleteDialog
          model={dialog.model.ref}
          problem={problem}
          onSubmit={async () => {
            if (!(await deleteModel(dialog.model.ref))) return;
            onDeleted(dialog.model.ref);
            close();
          }}
          onClose={close}
        />
      )}
    </Card>
  );
}

/** Of `name@alias`. */
function aliasOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('@') + 1);
}
