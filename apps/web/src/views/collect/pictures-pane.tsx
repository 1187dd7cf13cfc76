import { useState } from 'react';
import type { Selection } from 'react-aria-components';
import { common, collect as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Loading } from '../../ui/loading.js';
import { Menu } from '../../ui/menu.js';
import { Problem } from '../../ui/problem.js';
import { Select } from '../../ui/select.js';
import { AddButtons } from './add-buttons.js';
import { EmptyState } from './empty-state.js';
import { LabelsDialog } from './labels-dialog.js';
import { NameDialog } from './name-dialog.js';
import { PictureDialog } from './picture-dialog.js';
import { PictureGrid } from './picture-grid.js';
import styles from './pictures-pane.module.css';
import { SelectionBar } from './selection-bar.js';
import { labelsOf } from './shown.js';
import type { IncomingFile } from './uploads/plan.js';
import type { useChanges } from './use-changes.js';
import type { Collection } from './use-collection.js';
import { usePictureDrag } from './use-picture-drag.js';
import type { Filter, Picture, usePictures } from './use-pictures.js';

interface Props {
  readonly collection: Collection;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly pictures: ReturnType<typeof usePictures>;
  readonly changes: ReturnType<typeof useChanges>;
  /** Undefined for those who may only look. */
  readonly onFiles: ((files: readonly IncomingFile[]) => void) | undefined;
  readonly onWebcam: () => void;
}

const NONE: Selection = new Set();

/** The pictures of a class, or of all: add, look, select, change. */
export function PicturesPane({ collection, filter, onFilter, pictures, changes, onFiles, onWebcam }: Props) {
  const { label } = filter;
  const { task } = collection;
  const isOneLabel = task === 'SINGLE_LABEL';
  const [labelling, setLabelling] = useState(false);
  const [selection, setSelection] = useState<Selection>(NONE);
  const [renaming, setRenaming] = useState(false);
  const [opened, setOpened] = useState<string>();
  const title = label ?? (filter.bad ? strings.bad : strings.all);
  const total = totalOf(collection, filter);
  const chosen =
    selection === 'all'
      ? pictures.pictures
      : pictures.pictures.filter((picture) => selection.has(picture.id));
  const count = selection === 'all' && !filter.split ? Math.max(total, chosen.length) : chosen.length;

  /** All that are selected, also those that were never scrolled to. */
  const forSelected = async (act: (all: readonly Picture[]) => Promise<unknown>) => {
    const all = selection === 'all' ? await pictures.loadAll() : chosen;
    setSelection(NONE);
    if (all.length > 0) await act(all);
  };
  const move = (all: readonly Picture[], to: string) => {
    if (label !== undefined && isOneLabel) pictures.hide(new Set(all.map(({ id }) => id)));
    return changes.move(all, to);
  };
  const startLabelling = async () => {
    // What only some of them show is told by all of them.
    if (selection === 'all') await pictures.loadAll();
    setLabelling(true);
  };
  const drag = usePictureDrag(
    onFiles &&
      ((dragged, to) => {
        if (to === label || task === 'REGRESSION') return;
        if (dragged === 'all') return void forSelected((all) => move(all, to));
        const others = pictures.pictures.filter(
          ({ id, label: own }) => dragged.has(id) && !labelsOf(task, own).includes(to),
        );
        setSelection(NONE);
        if (others.length > 0) void move(others, to);
      }),
  );
  const remove = () => {
    if (!onFiles) return;
    void forSelected((all) => {
      pictures.hide(new Set(all.map(({ id }) => id)));
      return changes.removePictures(all);
    });
  };

  return (
    <>
      <header className={styles.head}>
        <h2>
          <bdi>{title}</bdi>
        </h2>
        <div className={styles.actions}>
          {!filter.bad && collection.classes.some((each) => each.unassigned < each.pictures) && (
            <SplitChoice filter={filter} onFilter={onFilter} />
          )}
          {onFiles && (
            <AddButtons task={task} onFiles={onFiles} onWebcam={label === undefined ? undefined : onWebcam} />
          )}
          {onFiles && label !== undefined && isOneLabel && (
            <Menu
              label="⋯"
              name={strings.more}
              kind="quiet"
              items={[
                { id: 'rename', text: strings.renameClass },
                { id: 'delete', text: strings.deleteClass },
              ]}
              onAction={(action) => {
                if (action === 'rename') return setRenaming(true);
                onFilter({});
                void changes.removeWholeClass(label);
              }}
            />
          )}
        </div>
      </header>
      {pictures.problem && (
        <Problem action={<Button onPress={pictures.refresh}>{common.tryAgain}</Button>}>
          {pictures.problem}
        </Problem>
      )}
      {pictures.loading ? (
        <Loading />
      ) : pictures.pictures.length === 0 ? (
        <EmptyState
          label={label}
          task={task}
          isNew={collection.pictureCount === 0 && label === undefined}
          onFiles={onFiles}
        />
      ) : (
        <PictureGrid
          title={strings.grid(title)}
          pictures={pictures.pictures}
          task={task}
          showLabels={label === undefined || !isOneLabel}
          hasMore={pictures.hasMore}
          onLoadMore={pictures.loadMore}
          selected={selection}
          onSelect={setSelection}
          onRemove={remove}
          onDrag={drag}
          onExpired={pictures.refreshExpired}
        />
      )}
      {count > 0 && onFiles && (
        <SelectionBar
          count={count}
          classes={collection.classes.flatMap((each) => (each.label === label ? [] : [each.label]))}
          onMove={isOneLabel ? (to) => void forSelected((all) => move(all, to)) : undefined}
          onLabels={task === 'MULTI_LABEL' ? () => void startLabelling() : undefined}
          onRemove={remove}
          onSelectAll={() => setSelection('all')}
          onClear={() => setSelection(NONE)}
          onOpen={chosen.length === 1 ? () => setOpened(chosen[0]?.id) : undefined}
        />
      )}
      {opened && <PictureDialog id={opened} task={task} onClose={() => setOpened(undefined)} />}
      {labelling && (
        <LabelsDialog
          shown={chosen.map((picture) => labelsOf(task, picture.label))}
          labels={collection.classes.map((each) => each.label)}
          onClose={() => setLabelling(false)}
          onSave={(change) => {
            setLabelling(false);
            if (change.add.length + change.remove.length > 0)
              void forSelected((all) => changes.changeLabels(all, change));
          }}
        />
      )}
      {renaming && label !== undefined && (
        <NameDialog
          title={strings.renameClassTitle(label)}
          name={label}
          hint={strings.mergeHint}
          onClose={() => setRenaming(false)}
          onSave={async (newLabel) => {
            const { problem } = await changes.renameClass(label, newLabel);
            if (!problem) onFilter({ label: newLabel });
            changes.changed();
            return problem;
          }}
        />
      )}
    </>
  );
}

const SPLITS = ['ANY', 'TRAIN', 'VALIDATION', 'TEST', 'UNASSIGNED'] as const;

function SplitChoice({ filter, onFilter }: Pick<Props, 'filter' | 'onFilter'>) {
  return (
    <Select
      label={strings.split}
      choices={SPLITS.map((id) => ({ id, label: strings.splits[id] }))}
      value={filter.split ?? 'ANY'}
      onChange={(key) => {
        const split = SPLITS.find((each) => each === key && each !== 'ANY');
        onFilter({ label: filter.label, split: split === 'ANY' ? undefined : split });
      }}
    />
  );
}

function totalOf({ pictureCount, badFileCount, classes }: Collection, { label, bad }: Filter): number {
  if (bad) return badFileCount;
  if (label === undefined) return pictureCount + badFileCount;
  return classes.find((each) => each.label === label)?.pictures ?? 0;
}
