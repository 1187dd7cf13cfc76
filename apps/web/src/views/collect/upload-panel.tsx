import { type ReactNode, useEffect } from 'react';
import { collect as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Progress } from '../../ui/progress.js';
import { tell } from '../../ui/toasts.js';
import styles from './upload-panel.module.css';
import type { UploadQueue } from './uploads/upload-queue.js';
import type { Upload, UploadState, UploadsView } from './uploads/uploads-view.js';
import type { Collection } from './use-collection.js';

interface Props {
  readonly task: Collection['task'];
  readonly queue: UploadQueue;
  readonly uploads: UploadsView;
}

const words = strings.uploads;

/** How far the uploads are, and what came of those that were not added. */
export function UploadPanel({ task, queue, uploads }: Props) {
  const { total, done, progress, active, problems } = uploads;
  const underWay = done < total;
  const isFine = total > 0 && !underWay && problems.length === 0;
  useEffect(() => {
    if (!isFine) return;
    tell(words.done(total));
    queue.clear();
  }, [isFine, total, queue]);
  if (total === 0 || isFine) return null;
  const of = (...states: UploadState[]) => problems.filter(({ state }) => states.includes(state));
  const [failed, taken] = [of('failed'), of('nameTaken')];
  return (
    <Card
      title={words.title}
      actions={
        underWay ? (
          <Button kind="quiet" onPress={queue.cancel}>
            {words.cancel}
          </Button>
        ) : (
          <Button kind="quiet" onPress={queue.clear}>
            {words.clear}
          </Button>
        )
      }
    >
      {underWay ? (
        <>
          <Progress label={words.sending(done, total)} value={progress} />
          <ul className={styles.active}>
            {active.map(({ key, plan, sent }) => (
              <li key={key}>
                <Progress label={plan.file.name} value={sent} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p role="status">{words.done(total)}</p>
      )}
      <Outcome
        title={words.failed(failed.length)}
        uploads={failed}
        note={({ note }) => note || words.failedReason}
      >
        <Button onPress={() => queue.retry(failed)}>{words.retry}</Button>
      </Outcome>
      <Outcome title={words.nameTaken(taken.length)} uploads={taken} note={() => ''}>
        <Button onPress={() => queue.retry(taken, 'rename')}>{words.keepBoth}</Button>
        <Button onPress={() => queue.retry(taken, 'replace')}>{words.replace}</Button>
      </Outcome>
      <Outcome
        title={words.bad(of('bad', 'refused').length)}
        uploads={of('bad', 'refused')}
        note={({ note }) => note}
      />
      <Outcome
        title={(task === 'MULTI_LABEL' ? words.joined : words.duplicate)(of('duplicate').length)}
        uploads={of('duplicate')}
        note={({ note }) => words.sameAs(note)}
      />
    </Card>
  );
}

interface OutcomeProps {
  readonly title: string;
  readonly uploads: readonly Upload[];
  readonly note: (upload: Upload) => string;
  readonly children?: ReactNode;
}

const SHOWN = 20;

function Outcome({ title, uploads, note, children }: OutcomeProps) {
  if (uploads.length === 0) return null;
  return (
    <details className={styles.outcome} open={uploads.length <= 3}>
      <summary>{title}</summary>
      {children && <div className={styles.actions}>{children}</div>}
      <ul className={styles.files}>
        {uploads.slice(0, SHOWN).map((upload) => (
          <li key={upload.key}>
            <bdi>{upload.plan.file.name}</bdi> <span>{note(upload)}</span>
          </li>
        ))}
        {uploads.length > SHOWN && <li>{words.andMore(uploads.length - SHOWN)}</li>}
      </ul>
    </details>
  );
}
