import { ImageUp } from 'lucide-react';
import { collect as strings } from '../../strings/index.js';
import { AddButtons } from './add-buttons.js';
import styles from './empty-state.module.css';
import type { IncomingFile } from './uploads/plan.js';
import type { Collection } from './use-collection.js';

interface Props {
  readonly task: Collection['task'];
  readonly label: string | undefined;
  /** The collection has nothing at all. */
  readonly isNew: boolean;
  readonly onFiles: ((files: readonly IncomingFile[]) => void) | undefined;
}

/** What to do where there is nothing yet. */
export function EmptyState({ task, label, isNew, onFiles }: Props) {
  return (
    <div className={styles.empty}>
      <ImageUp aria-hidden size={40} strokeWidth={1.5} />
      {isNew ? (
        <>
          <h3>{strings.emptyTitle}</h3>
          <p>{strings.emptyHints[task]}</p>
          <div className={styles.actions}>
            {onFiles && <AddButtons task={task} onFiles={onFiles} onWebcam={undefined} />}
          </div>
        </>
      ) : (
        <p>{label === undefined ? strings.emptyFilter : strings.emptyClass(label)}</p>
      )}
    </div>
  );
}
