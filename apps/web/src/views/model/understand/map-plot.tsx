import { type KeyboardEvent, type PointerEvent, useId, useMemo, useRef, useState } from 'react';
import { understand } from '../../../strings/index.js';
import styles from './feature-map.module.css';
import { inPixels, nearestTo, nextIn, type Place, within } from './map-places.js';
import { MapPoints } from './map-points.js';
import { MapPreview } from './map-preview.js';
import type { MapPoint } from './map-query.js';
import { useWidth } from './use-width.js';

const ASPECT = 0.72;
/** Pixels from a point within which it is meant. */
const REACH = 24;
/** Pixels that a pointer moves before it draws a box. */
const DRAG = 5;

interface Props {
  readonly points: readonly MapPoint[];
  /** In the order of their colours. */
  readonly labels: readonly string[];
  /** Names of pictures. */
  readonly selected: ReadonlySet<string>;
  onSelect(selected: ReadonlySet<string>): void;
}

/** The points as a list box: one of them is looked at, by pointer or arrow keys; any number are selected. */
export function MapPlot({ points, labels, selected, onSelect }: Props) {
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const height = Math.round(width * ASPECT);
  const places = useMemo(() => inPixels(points, width, height), [points, width, height]);
  const [current, setCurrent] = useState<number>();
  const [box, setBox] = useState<{ readonly from: Place; readonly to: Place }>();
  const point = current === undefined ? undefined : points[current];
  const place = current === undefined ? undefined : places[current];

  function toggle(index: number | undefined): void {
    const name = index === undefined ? undefined : points[index]?.name;
    if (name === undefined) return;
    const next = new Set(selected);
    if (!next.delete(name)) next.add(name);
    onSelect(next);
  }

  function press(event: KeyboardEvent): void {
    if (event.key.startsWith('Arrow')) setCurrent(nextIn(places, current, event.key));
    else if (event.key === ' ' || event.key === 'Enter') toggle(current);
    else if (event.key === 'Escape') onSelect(new Set());
    else return;
    event.preventDefault();
  }

  function move(event: PointerEvent): void {
    const at = placeOf(event);
    if (box) setBox({ from: box.from, to: at });
    else setCurrent(nearestTo(places, at, REACH));
  }

  function release(event: PointerEvent): void {
    const at = placeOf(event);
    setBox(undefined);
    if (box && Math.hypot(at.x - box.from.x, at.y - box.from.y) > DRAG) {
      const inside = within(places, box.from, at).flatMap((index) => points[index]?.name ?? []);
      onSelect(new Set([...selected, ...inside]));
    } else toggle(nearestTo(places, at, REACH));
  }

  return (
    <div
      ref={frame}
      className={styles.frame}
      style={{ height }}
      role="listbox"
      aria-label={understand.map.name}
      aria-multiselectable="true"
      aria-activedescendant={current === undefined ? undefined : `${id}${current}`}
      tabIndex={0}
      onKeyDown={press}
      onFocus={() => setCurrent((known) => known ?? 0)}
      onBlur={() => setCurrent(undefined)}
      onPointerDown={(event) => {
        // A finger scrolls the page.
        if (event.pointerType !== 'mouse' || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setBox({ from: placeOf(event), to: placeOf(event) });
      }}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={() => setBox(undefined)}
      onPointerLeave={() => frame.current !== document.activeElement && setCurrent(undefined)}
    >
      <svg width={width} height={height} role="presentation">
        <MapPoints id={id} points={points} places={places} labels={labels} selected={selected} />
        {place && <circle cx={place.x} cy={place.y} r="10" className={styles.ring} />}
        {box && (
          <rect
            x={Math.min(box.from.x, box.to.x)}
            y={Math.min(box.from.y, box.to.y)}
            width={Math.abs(box.to.x - box.from.x)}
            height={Math.abs(box.to.y - box.from.y)}
            className={styles.box}
          />
        )}
      </svg>
      {point && place && <MapPreview point={point} place={place} width={width} height={height} />}
    </div>
  );
}

function placeOf({ clientX, clientY, currentTarget }: PointerEvent): Place {
  const { left, top } = currentTarget.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}
