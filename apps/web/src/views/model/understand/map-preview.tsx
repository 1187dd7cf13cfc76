import { understand } from '../../../strings/index.js';
import styles from './feature-map.module.css';
import type { Place } from './map-places.js';
import { labelToday, type MapPoint } from './map-query.js';

const WIDTH = 150;
const HEIGHT = 190;
const GAP = 14;

interface Props {
  readonly point: MapPoint;
  readonly place: Place;
  readonly width: number;
  readonly height: number;
}

/** The picture of the point that is looked at, beside it and within the map. */
export function MapPreview({ point, place, width, height }: Props) {
  const left = place.x + GAP + WIDTH <= width ? place.x + GAP : Math.max(0, place.x - GAP - WIDTH);
  const top = Math.max(0, Math.min(place.y - HEIGHT / 2, height - HEIGHT));
  const label = labelToday(point);
  return (
    <div aria-hidden className={styles.preview} style={{ left, top, width: WIDTH }}>
      {point.picture.thumbnailUrl && <img src={point.picture.thumbnailUrl} alt="" />}
      <span>{understand.map.shown(label, point.predicted)}</span>
    </div>
  );
}
