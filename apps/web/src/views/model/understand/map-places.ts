/** In pixels from the upper left. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

const MARGIN = 16;
const DIRECTIONS: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Points in [-1, 1], upwards, fill the frame as far as they do on their own: distances are compared, axes mean nothing. */
export function inPixels(points: readonly Place[], width: number, height: number): Place[] {
  const [left, right] = ends(points.map(({ x }) => x));
  const [low, high] = ends(points.map(({ y }) => y));
  const across = Math.max(0, width - 2 * MARGIN) / (right - left || 1);
  const down = Math.max(0, height - 2 * MARGIN) / (high - low || 1);
  return points.map(({ x, y }) => ({ x: MARGIN + (x - left) * across, y: MARGIN + (high - y) * down }));
}

/** Index of the point nearest to a place and not farther than `reach`. */
export function nearestTo(places: readonly Place[], at: Place, reach: number): number | undefined {
  return smallest(places, (place) => {
    const distance = Math.hypot(place.x - at.x, place.y - at.y);
    return distance <= reach ? distance : undefined;
  });
}

/** Index of the next point in the direction of an arrow key; the same one at the edge. */
export function nextIn(places: readonly Place[], from: number | undefined, key: string): number | undefined {
  const start = from === undefined ? undefined : places[from];
  const direction = DIRECTIONS[key];
  if (!start || !direction) return from ?? (places.length > 0 ? 0 : undefined);
  const next = smallest(places, (place, index) => {
    const [x, y] = [place.x - start.x, place.y - start.y];
    const ahead = x * direction.x + y * direction.y;
    const aside = Math.abs(x * direction.y) + Math.abs(y * direction.x);
    // Within a quarter of the circle; what lies straight ahead before what lies aside.
    return index !== from && ahead > 0 && aside <= ahead ? ahead + 2 * aside : undefined;
  });
  return next ?? from;
}

/** Indices of the points in the box between two corners. */
export function within(places: readonly Place[], a: Place, b: Place): number[] {
  const between = (value: number, one: number, other: number) =>
    value >= Math.min(one, other) && value <= Math.max(one, other);
  return places.flatMap(({ x, y }, index) => (between(x, a.x, b.x) && between(y, a.y, b.y) ? [index] : []));
}

function smallest(
  places: readonly Place[],
  measure: (place: Place, index: number) => number | undefined,
): number | undefined {
  let found: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  places.forEach((place, index) => {
    const value = measure(place, index);
    if (value === undefined || value >= least) return;
    found = index;
    least = value;
  });
  return found;
}

function ends(values: readonly number[]): [least: number, most: number] {
  return values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 0];
}
