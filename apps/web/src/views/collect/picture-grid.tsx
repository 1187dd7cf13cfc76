import { TriangleAlert } from 'lucide-react';
import { useRef } from 'react';
import {
  Collection,
  GridLayout,
  ListBox,
  ListBoxItem,
  ListBoxLoadMoreItem,
  type Selection,
  Size,
  Virtualizer,
} from 'react-aria-components';
import { collect as strings } from '../../strings/index.js';
import styles from './picture-grid.module.css';
import { shownInWords } from './shown.js';
import type { Collection as PictureCollection } from './use-collection.js';
import type { BeginDrag } from './use-picture-drag.js';
import type { Picture } from './use-pictures.js';

interface Props {
  readonly title: string;
  readonly pictures: readonly Picture[];
  readonly task: PictureCollection['task'];
  /** Whether the class is written under each, because there are several. */
  readonly showLabels: boolean;
  readonly hasMore: boolean;
  readonly onLoadMore: () => void;
  readonly selected: Selection;
  readonly onSelect: (selected: Selection) => void;
  readonly onRemove: () => void;
  /** Onto another class. */
  readonly onDrag: BeginDrag | undefined;
  /** An address of a thumbnail is good for an hour or two. */
  readonly onExpired: () => void;
}

const LAYOUT = {
  minItemSize: new Size(92, 92),
  maxItemSize: new Size(168, 168),
  minSpace: new Size(6, 6),
  preserveAspectRatio: true,
};

/** Thumbnails to select with mouse, fingers and keys. Only what is in sight is in the document. */
export function PictureGrid(props: Props) {
  const {
    title,
    pictures,
    task,
    showLabels,
    hasMore,
    onLoadMore,
    selected,
    onSelect,
    onRemove,
    onDrag,
    onExpired,
  } = props;
  // A press selects or unselects what it is on before it turns out to be the begin of a drag.
  const before = useRef(selected);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys come from the list inside, which passes them on but takes no handler
    <div
      role="presentation"
      onKeyDown={({ key }) => {
        if (key === 'Delete' || key === 'Backspace') onRemove();
      }}
      onPointerDownCapture={() => {
        before.current = selected;
      }}
      onDragStart={(event) => {
        const id =
          event.target instanceof Element && event.target.closest('[data-key]')?.getAttribute('data-key');
        if (!id || !onDrag) return event.preventDefault();
        onSelect(before.current);
        const isSelected = before.current === 'all' || before.current.has(id);
        onDrag(event, isSelected ? before.current : new Set([id]));
      }}
    >
      <Virtualizer layout={GridLayout} layoutOptions={LAYOUT}>
        <ListBox
          layout="grid"
          aria-label={title}
          className={styles.grid}
          selectionMode="multiple"
          selectedKeys={selected}
          onSelectionChange={onSelect}
        >
          <Collection items={pictures} dependencies={[showLabels]}>
            {(picture) => <Tile picture={picture} task={task} showLabel={showLabels} onExpired={onExpired} />}
          </Collection>
          {hasMore && (
            <ListBoxLoadMoreItem onLoadMore={onLoadMore} scrollOffset={3} isLoading className={styles.more}>
              {strings.loadingMore}
            </ListBoxLoadMoreItem>
          )}
        </ListBox>
      </Virtualizer>
    </div>
  );
}

function makeDraggable(tile: HTMLElement | null): void {
  if (tile) tile.draggable = true;
}

interface TileProps {
  readonly picture: Picture;
  readonly task: PictureCollection['task'];
  readonly showLabel: boolean;
  readonly onExpired: () => void;
}

function Tile({ picture, task, showLabel, onExpired }: TileProps) {
  const { id, name, thumbnailUrl, problem } = picture;
  const label = shownInWords(task, picture.label);
  const words = strings.picture(name, label) + (problem ? `. ${strings.notUsable(problem.message)}` : '');
  return (
    <ListBoxItem ref={makeDraggable} id={id} textValue={words} className={styles.tile}>
      {thumbnailUrl ? (
        <img src={thumbnailUrl} alt="" decoding="async" draggable={false} onError={onExpired} />
      ) : (
        <span className={styles.none}>{name.slice(name.lastIndexOf('/') + 1)}</span>
      )}
      {problem && (
        <span className={styles.problem} title={problem.message}>
          <TriangleAlert aria-hidden size={16} />
        </span>
      )}
      {showLabel && (
        <span className={styles.label} dir="auto">
          {label}
        </span>
      )}
    </ListBoxItem>
  );
}
