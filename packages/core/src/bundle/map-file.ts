import type { Storage } from '../storage/types.js';
import { MAP_FILE } from './layout.js';
import { readBundleFile } from './read-bundle.js';

/** One picture on the map of features. */
export interface MapPoint {
  readonly id: string;
  readonly split: 'train' | 'test';
  readonly label: string;
  /** The model's answer, of test pictures. */
  readonly predicted?: string;
  /** Place on the map, each in [-1, 1]; see `mapFeatures`. */
  readonly x: number;
  readonly y: number;
}

/** One JSON document, a point a line. */
export function serializeMap(points: readonly MapPoint[]): Uint8Array {
  const rounded = (value: number) => Number(value.toFixed(4));
  const lines = points.map((point) => JSON.stringify({ ...point, x: rounded(point.x), y: rounded(point.y) }));
  return new TextEncoder().encode(`{"points": [\n${lines.join(',\n')}\n]}\n`);
}

/**
 * The map of features that was drawn when a saved model was trained: test pictures among training pictures.
 *
 * @returns undefined for a model that was saved without; one of an older Graft is.
 * @throws BundleError as `readBundle` does, of this file alone.
 */
export async function readMap(storage: Storage, prefix: string): Promise<MapPoint[] | undefined> {
  const bytes = await readBundleFile(storage, prefix, MAP_FILE);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as { points: MapPoint[] }).points;
}
