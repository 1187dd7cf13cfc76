import { X } from 'lucide-react';
import { useState } from 'react';
import { understand } from '../../../strings/index.js';
import { Button } from '../../../ui/button.js';
import { Select } from '../../../ui/select.js';
import { labelToday, type MapPoint } from './map-query.js';
import styles from './map-selection.module.css';
import { type Relabelling, useRelabel } from './use-relabel.js';

const strings = understand.map;
/** More would be a gallery; their number is told. */
const MOST_SHOWN = 60;

interface Props {
  /** Those selected. */
  readonly points: readonly MapPoint[];
  readonly relabelling: Relabelling | undefined;
  onSelect(names: ReadonlySet<string>): void;
}

/** The selected pictures, and another label for them. */
export function MapSelection({ points, relabelling, onSelect }: Props) {
  const [label, setLabel] = useState<string>();
  const relabel = useRelabel(relabelling);
  const there = points.flatMap(({ picture }) => picture.today ?? []).filter((each) => each.label !== label);
  const without = (name: string) =>
    new Set(points.flatMap((point) => (point.name === name ? [] : point.name)));
  return (
    <section className={styles.panel} aria-label={strings.selection}>
      <header className={styles.head}>
        <p role="status" className={styles.count}>
          {strings.selected(points.length)}
        </p>
        {points.length > 0 && (
          <Button kind="quiet" onPress={() => onSelect(new Set())}>
            {strings.clear}
          </Button>
        )}
      </header>
      {points.length === 0 && <p className={styles.note}>{strings.selectHint}</p>}
      <ul className={styles.pictures}>
        {points.slice(0, MOST_SHOWN).map((point) => (
          <li key={point.name}>
            {point.picture.thumbnailUrl && (
              <img src={point.picture.thumbnailUrl} alt={point.name} loading="lazy" />
            )}
            <small>{labelToday(point)}</small>
            <span className={styles.remove}>
              <Button
                kind="quiet"
                aria-label={strings.deselect(point.name)}
                onPress={() => onSelect(without(point.name))}
              >
                <X aria-hidden />
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {points.length > MOST_SHOWN && (
        <p className={styles.note}>{strings.others(points.length - MOST_SHOWN)}</p>
      )}
      {relabelling && points.length > 0 && (
        <div className={styles.fix}>
          <Select
            label={strings.label}
            choices={relabelling.labels.map((each) => ({ id: each, label: each }))}
            value={label ?? null}
            onChange={(chosen) => setLabel(chosen === null ? undefined : String(chosen))}
          />
          <Button
            kind="primary"
            isDisabled={label === undefined || there.length === 0}
            onPress={() => label !== undefined && void relabel(there, label)}
          >
            {strings.fix(there.length)}
          </Button>
        </div>
      )}
    </section>
  );
}
