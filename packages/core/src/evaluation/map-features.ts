import { createRandom } from '../random.js';
import { nearestNeighbours } from './nearest-neighbours.js';

export interface FeatureMapOptions {
  /** The same features and seed give the same map; default 42. */
  readonly seed?: number;
  /** Neighbours that stay near each other: fewer show small groups, more the whole; default 15. */
  readonly neighbours?: number;
  /** How close points may lie, in units of the map; default 0.1. */
  readonly minDistance?: number;
}

/** Rows whose similarities to all others are computed at once. */
const BLOCK = 256;
/** The library's 500 for small sets bring nothing that can be seen. */
const EPOCHS = 100;

/**
 * A map of feature vectors on which similar ones lie close together: UMAP (McInnes et al. 2018) by cosine distance, with
 * exact neighbours. Distances between groups that lie far apart mean little.
 *
 * Time: some seconds for 4,000 vectors. Memory: the vectors and a block of similarities.
 *
 * @param features `[count, featureSize]`, row-major, finite.
 * @returns `[count, 2]`, row-major, each axis from -1 to 1 at most with the aspect ratio kept; fewer than four vectors lie on a line.
 */
export async function mapFeatures(
  features: Float32Array,
  count: number,
  { seed = 42, neighbours = 15, minDistance = 0.1 }: FeatureMapOptions = {},
): Promise<Float32Array> {
  if (count < 4) return Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? i / 2 : 0));
  const random = createRandom(seed, 'map');
  const k = Math.min(neighbours, count - 1);
  const { indices, distances } = await neighbourGraph(features, count, k);
  // Loaded where it is needed: most programs draw no map.
  const { UMAP } = await import('umap-js');
  const umap = new UMAP({
    nNeighbors: k,
    minDist: minDistance,
    nEpochs: EPOCHS,
    random: () => random.next(),
  });
  umap.setPrecomputedKNN(indices, distances);
  // Only the number of vectors is read, the neighbours being known.
  umap.initializeFit(Array.from({ length: count }, () => [0]));
  for (let epoch = 0; epoch < EPOCHS; epoch++) umap.step();
  return centred(umap.getEmbedding());
}

/** Of each vector the nearest ones, itself first, as the library expects them. */
async function neighbourGraph(features: Float32Array, count: number, k: number) {
  const size = features.length / count;
  const vectors = {
    labels: [],
    async *blocks() {
      for (let start = 0; start < count; start += BLOCK) {
        const rows = Math.min(BLOCK, count - start);
        yield { count: rows, data: features.subarray(start * size, (start + rows) * size) };
      }
    },
  };
  const indices: number[][] = [];
  const distances: number[][] = [];
  for await (const { count: rows, data } of vectors.blocks()) {
    for (const near of await nearestNeighbours(vectors, data, rows, k)) {
      const own = indices.length;
      const others = near.filter(({ position }) => position !== own).slice(0, k - 1);
      indices.push([own, ...others.map(({ position }) => position)]);
      distances.push([0, ...others.map(({ similarity }) => Math.max(0, 1 - similarity))]);
    }
  }
  return { indices, distances };
}

/** Around 0 and within [-1, 1], one factor for both axes. */
function centred(points: readonly (readonly number[])[]): Float32Array {
  const axes = [0, 1].map((axis) => points.map((point) => point[axis]!));
  const ends = axes.map((values) => [Math.min(...values), Math.max(...values)] as const);
  const half = Math.max(...ends.map(([low, high]) => (high - low) / 2), Number.EPSILON);
  return Float32Array.from(
    points.flatMap((point) => ends.map(([low, high], axis) => (point[axis]! - (low + high) / 2) / half)),
  );
}
