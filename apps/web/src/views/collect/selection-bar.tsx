import { FolderInput, Maximize2, Tags, Trash2, X } from 'lucide-react';
import { collect as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Menu } from '../../ui/menu.js';
import styles from './selection-bar.module.css';

interface Props {
  readonly count: number;
  readonly classes: readonly string[];
  /** To another class; undefined where pictures have none, or several. */
  readonly onMove: ((label: string) => void) | undefined;
  /** Where pictures have several labels. */
  readonly onLabels: (() => void) | undefined;
  readonly onRemove: () => void;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
  /** When one is selected. */
  readonly onOpen: (() => void) | undefined;
}

/** What can be done with the selected pictures. */
export function SelectionBar(props: Props) {
  const { count, classes, onMove, onLabels, onRemove, onSelectAll, onClear, onOpen } = props;
  return (
    <div className={styles.bar} role="toolbar" aria-label={strings.selected(count)}>
      <span className={styles.count} role="status">
        {strings.selected(count)}
      </span>
      {onMove && (
        <Menu
          label={
            <>
              <FolderInput aria-hidden /> {strings.moveTo}
            </>
          }
          isDisabled={classes.length === 0}
          items={classes.map((label) => ({ id: label, text: label }))}
          onAction={onMove}
        />
      )}
      {onLabels && (
        <Button onPress={onLabels}>
          <Tags aria-hidden /> {strings.changeLabels}
        </Button>
      )}
      <Button onPress={onRemove}>
        <Trash2 aria-hidden /> {strings.remove}
      </Button>
      {onOpen && (
        <Button kind="quiet" onPress={onOpen}>
          <Maximize2 aria-hidden /> {strings.open}
        </Button>
      )}
      <Button kind="quiet" onPress={onSelectAll}>
        {strings.selectAll}
      </Button>
      <Button kind="quiet" onPress={onClear} aria-label={strings.clearSelection}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
