import * as tf from '@tensorflow/tfjs';

/** Feature vectors with their labels, read block by block so that any number of them fits. */
export interface FeatureBlocks {
  readonly labels: ArrayLike<number>;
  /** Blocks in order; `data` is `[count, featureSize]`, row-major. */
  blocks(): AsyncIterable<{ count: number; data: Float32Array }>;
}

/** Accuracy on `test` of always answering the most frequent label of `train` (the lowest of equals). */
export function majorityAccuracy(train: ArrayLike<number>, test: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (const label of Array.from(train).sort((a, b) => a - b))
    counts.set(label, (counts.get(label) ?? 0) + 1);
  let majority: number | undefined;
  for (const [label, count] of counts)
    if (majority === undefined || count > counts.get(majority)!) majority = label;
  return Array.from(test).filter((label) => label === majority).length / Math.max(1, test.length);
}

/**
 * Accuracy of copying the label of the one training vector with the highest cosine similarity (the first of equals): what
 * the features give with no training at all.
 */
export async function nearestNeighbourAccuracy(train: FeatureBlocks, test: FeatureBlocks): Promise<number> {
  let correct = 0;
  let testStart = 0;
  for await (const block of test.blocks()) {
    const best = new Float32Array(block.count).fill(Number.NEGATIVE_INFINITY);
    const nearest = new Int32Array(block.count);
    const queries = normalisedRows(block.data, block.count);
    let trainStart = 0;
    for await (const other of train.blocks()) {
      const [similarity, index] = tf.tidy(() => {
        const products = queries.matMul(normalisedRows(other.data, other.count), false, true);
        return [products.max(1), products.argMax(1)];
      });
      const similarities = await similarity!.data();
      const indices = await index!.data();
      tf.dispose([similarity, index]);
      for (let i = 0; i < block.count; i++) {
        if (similarities[i]! <= best[i]!) continue;
        best[i] = similarities[i]!;
        nearest[i] = trainStart + indices[i]!;
      }
      trainStart += other.count;
    }
    queries.dispose();
    for (let i = 0; i < block.count; i++)
      if (train.labels[nearest[i]!] === test.labels[testStart + i]) correct++;
    testStart += block.count;
  }
  return correct / Math.max(1, test.labels.length);
}

function normalisedRows(data: Float32Array, count: number): tf.Tensor2D {
  return tf.tidy(() => {
    const rows = tf.tensor2d(data, [count, data.length / count]);
    return rows.div(rows.norm('euclidean', 1, true).maximum(1e-12)) as tf.Tensor2D;
  });
}
