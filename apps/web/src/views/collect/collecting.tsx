import { GraduationCap, Pencil } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { collect as strings } from '../../strings/index.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Page } from '../../ui/page.js';
import { ClassDialog } from './class-dialog.js';
import { ClassList } from './class-list.js';
import styles from './collecting.module.css';
import { ImportProgress } from './import-progress.js';
import { NameDialog } from './name-dialog.js';
import { PicturesPane } from './pictures-pane.js';
import { UploadPanel } from './upload-panel.js';
import { type IncomingFile, type Limits, type Plan, planFiles } from './uploads/plan.js';
import { useUploads } from './uploads/use-uploads.js';
import { useChanges } from './use-changes.js';
import type { Collection } from './use-collection.js';
import { useFileDrop } from './use-file-drop.js';
import { useFilter } from './use-filter.js';
import { usePictures } from './use-pictures.js';
import { Webcam } from './webcam.js';
import { WorthALook } from './worth-a-look.js';

interface Props {
  readonly collection: Collection;
  /** Undefined for those who may only look. */
  readonly limits: Limits | undefined;
  readonly onChange: () => void;
}

/** While pictures come in by dozens, what is shown is read again only this often. */
const REFRESH_MS = 1200;

export function Collecting({ collection, limits, onChange }: Props) {
  const { id, name, task, pictureCount, badFileCount, classes, latestImport } = collection;
  const isOneLabel = task === 'SINGLE_LABEL';
  const [filter, setFilter] = useFilter();
  const pictures = usePictures(id, filter);
  const { queue, uploads } = useUploads(id);
  const [unlabelled, setUnlabelled] = useState<readonly File[]>([]);
  const [renaming, setRenaming] = useState(false);
  const [webcam, setWebcam] = useState(false);
  const { refresh } = pictures;
  const changed = useCallback(() => {
    onChange();
    void refresh();
  }, [onChange, refresh]);
  const changes = useChanges(collection, changed);

  // An import adds pictures by itself: their number is asked for while it runs.
  const importing = latestImport?.state === 'RUNNING';
  useSoon(changed, uploads.added + (importing ? pictureCount : 0) + (latestImport?.imported ? 1 : 0));

  const give = (files: readonly IncomingFile[], label: string | undefined = filter.label) => {
    if (!limits) return;
    const plans = planFiles(files, label, limits, task);
    const loose = plans.flatMap((plan) => (plan.kind === 'unlabelled' ? [plan.file] : []));
    queue.add(
      plans.filter((plan): plan is Exclude<Plan, { kind: 'unlabelled' }> => plan.kind !== 'unlabelled'),
    );
    setUnlabelled(loose);
  };
  const over = useFileDrop(limits && give);
  const labels = classes.map(({ label }) => label);
  const canTrain = isOneLabel
    ? classes.filter((each) => each.pictures > 0).length >= 2
    : pictureCount > 2 && (task === 'REGRESSION' || classes.length > 0);

  return (
    <Page
      title={name}
      lead={
        task === 'REGRESSION'
          ? strings.byManifest(pictureCount)
          : strings.lead(pictureCount, classes.length, task === 'MULTI_LABEL')
      }
      actions={
        limits && (
          <>
            <Button kind="quiet" onPress={() => setRenaming(true)}>
              <Pencil aria-hidden /> {strings.rename}
            </Button>
            <ButtonLink kind="primary" href={`/datasets/${id}/train`} isDisabled={!canTrain}>
              <GraduationCap aria-hidden /> {strings.train}
            </ButtonLink>
          </>
        )
      }
    >
      {latestImport && (
        <ImportProgress
          key={latestImport.id}
          job={latestImport}
          begunHere={uploads.jobs.includes(latestImport.id)}
        />
      )}
      <div className={styles.columns}>
        <ClassList
          classes={classes}
          count={pictureCount}
          badCount={badFileCount}
          filter={filter}
          onFilter={setFilter}
          onAdd={
            limits && isOneLabel
              ? async (label) => {
                  const { problem } = await changes.addClass(label);
                  if (!problem) setFilter({ label });
                  onChange();
                  return problem;
                }
              : undefined
          }
        />
        <div className={styles.main}>
          {webcam && filter.label !== undefined && (
            <Webcam
              key={filter.label}
              label={filter.label}
              onPicture={(picture) => give([picture])}
              onDone={() => setWebcam(false)}
            />
          )}
          <UploadPanel task={task} queue={queue} uploads={uploads} />
          <PicturesPane
            collection={collection}
            filter={filter}
            onFilter={setFilter}
            pictures={pictures}
            changes={changes}
            onFiles={limits && give}
            onWebcam={() => setWebcam(true)}
          />
        </div>
      </div>
      {pictureCount > 0 && (
        <WorthALook collection={collection} changes={changes} mayChange={limits !== undefined} />
      )}
      {over !== undefined && (
        <p className={styles.over} role="status">
          {over || filter.label ? strings.dropInto(over || (filter.label ?? '')) : strings.dropAnywhere}
        </p>
      )}
      {unlabelled.length > 0 && (
        <ClassDialog
          count={unlabelled.length}
          classes={labels}
          onClose={() => setUnlabelled([])}
          onChoose={(label) =>
            give(
              unlabelled.map((file) => ({ file, folders: [] })),
              label,
            )
          }
        />
      )}
      {renaming && (
        <NameDialog
          title={strings.renameTitle}
          name={name}
          onClose={() => setRenaming(false)}
          onSave={async (newName) => {
            const { problem } = await changes.rename(newName);
            onChange();
            return problem;
          }}
        />
      )}
    </Page>
  );
}

/** Calls after `value` has changed, but not more often than makes sense to look at. */
function useSoon(call: () => void, value: number): void {
  const [seen, setSeen] = useState(value);
  useEffect(() => {
    if (value === seen) return;
    const timer = setTimeout(() => {
      setSeen(value);
      call();
    }, REFRESH_MS);
    return () => clearTimeout(timer);
  }, [value, seen, call]);
}
