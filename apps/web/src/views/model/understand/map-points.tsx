import { memo } from 'react';
import { understand } from '../../../strings/index.js';
import styles from './feature-map.module.css';
import { labelColour } from './label-colours.js';
import type { Place } from './map-places.js';
import { labelToday, type MapPoint } from './map-query.js';

interface Props {
  /** Before the index of each point's own id. */
  readonly id: string;
  readonly points: readonly MapPoint[];
  readonly places: readonly Place[];
  readonly labels: readonly string[];
  readonly selected: ReadonlySet<string>;
}

/** Apart from what follows the pointer: two thousand marks are drawn when they change, not with every move. */
export const MapPoints = memo(function MapPoints({ id, points, places, labels, selected }: Props) {
  return points.map((point, i) => {
    const { x, y } = places[i] ?? { x: 0, y: 0 };
    const label = labelToday(point);
    const isSelected = selected.has(point.name);
    const isWrong = point.predicted !== null && point.predicted !== label;
    const isTest = point.split === 'TEST';
    return (
      <g
        key={`${point.split} ${point.name}`}
        id={`${id}${i}`}
        role="option"
        aria-selected={isSelected}
        aria-label={understand.map.point(point.name, label, point.predicted)}
        style={{ color: labelColour(labels.indexOf(label)) }}
      >
        {isWrong ? (
          <path d={`M${x - 5} ${y - 5}l10 10m0-10l-10 10`} className={styles.cross} />
        ) : (
          <circle cx={x} cy={y} r={isTest ? 5 : 3} className={isTest ? styles.tested : styles.learned} />
        )}
        {isSelected && <circle cx={x} cy={y} r="8" className={styles.selected} />}
      </g>
    );
  });
});
