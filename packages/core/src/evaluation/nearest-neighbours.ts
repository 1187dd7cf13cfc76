import * as tf from '@tensorflow/tfjs';
import type { FeatureBlocks } from './baselines.js';

export interface NeighbourPosition {
  /** In the order of the blocks. */
  readonly position: number;
  /** Cosine, in [-1, 1]. */
  readonly similarity: number;
}

/**
 * The vectors most similar to each query by cosine, most similar first; of equally similar ones the earlier.
 *
 * @param queries `[count, featureSize]`, row-major.
 * @returns per query `k` neighbours, or as many as there are vectors.
 */
export async function nearestNeighbours(
  vectors: FeatureBlocks,
  queries: Float32Array,
  count: number,
  k: number,
): Promise<NeighbourPosition[][]> {
  const nearest = Array.from({ length: count }, (): NeighbourPosition[] => []);
  if (count === 0) return nearest;
  const featureSize = queries.length / count;
  const units = unitRows(queries, featureSize);
  try {
    let first = 0;
    for await (const block of vectors.blocks()) {
      const products = tf.tidy(() => units.matMul(unitRows(block.data, featureSize), false, true));
      const similarities = products.dataSync() as Float32Array; // [count, block.count]
      products.dispose();
      for (let query = 0; query < count; query++) {
        const row = similarities.subarray(query * block.count, (query + 1) * block.count);
        row.forEach((similarity, i) => {
          insert(nearest[query]!, { position: first + i, similarity }, k);
        });
      }
      first += block.count;
    }
  } finally {
    units.dispose();
  }
  return nearest;
}

function insert(nearest: NeighbourPosition[], candidate: NeighbourPosition, k: number): void {
  if (nearest.length === k && candidate.similarity <= nearest[k - 1]!.similarity) return;
  const place = nearest.findIndex(({ similarity }) => similarity < candidate.similarity);
  nearest.splice(place < 0 ? nearest.length : place, 0, candidate);
  if (nearest.length > k) nearest.pop();
}

/** `[rows, featureSize]` with every row divided by its length. */
function unitRows(data: Float32Array, featureSize: number): tf.Tensor2D {
  return tf.tidy(() => {
    const rows = tf.tensor2d(data, [data.length / featureSize, featureSize]);
    return rows.div(rows.norm('euclidean', 1, true).maximum(1e-12));
  });
}
