import * as tf from '@tensorflow/tfjs';

/** Feature vectors with their labels, read block by block so that any number of them fits. */
export interface FeatureBlocks {
  readonly labels: ArrayLike<number>;
  /** Blocks in order, from the first vector each time it is called; `data` is `[count, featureSize]`, row-major. */
  blocks(): AsyncIterable<{ count: number; data: Float32Array }>;
}

/** Similarities closer than this are equal: float32 gives the same vector about 1e-7 less or more, depending on its place. */
const SAME_SIMILARITY = 1e-6;

/** Accuracy on `test` of always answering the most frequent label of `train`: the lowest of equally frequent ones. */
export function majorityAccuracy(train: ArrayLike<number>, test: ArrayLike<number>): number {
  const counts: number[] = [];
  for (const label of Array.from(train)) counts[label] = (counts[label] ?? 0) + 1;
  let majority = 0;
  counts.forEach((count, label) => {
    if (count > (counts[majority] ?? 0)) majority = label;
  });
  return Array.from(test).filter((label) => label === majority).length / Math.max(1, test.length);
}

/**
 * Accuracy of copying the label of the one training vector with the highest cosine similarity, the first of equals: what
 * the features give with no training at all. A vector of zeros has similarity 0 to everything.
 *
 * Memory: one block of each side and their `[test, train]` similarities. The training blocks are read once per test block.
 */
export async function nearestNeighbourAccuracy(train: FeatureBlocks, test: FeatureBlocks): Promise<number> {
  let correct = 0;
  let testStart = 0;
  for await (const block of test.blocks()) {
    const nearest = await nearestVectors(train, block);
    nearest.forEach((position, i) => {
      if (train.labels[position] === test.labels[testStart + i]) correct++;
    });
    testStart += block.count;
  }
  return correct / Math.max(1, test.labels.length);
}

/** @returns for each row of the block, the position in `train` of the vector most similar to it. */
async function nearestVectors(
  train: FeatureBlocks,
  block: { count: number; data: Float32Array },
): Promise<Int32Array> {
  const best = new Float32Array(block.count).fill(Number.NEGATIVE_INFINITY);
  const nearest = new Int32Array(block.count);
  const queries = unitRows(block); // [test, featureSize]
  try {
    let trainStart = 0;
    for await (const other of train.blocks()) {
      const [similarity, index] = tf.tidy(() => {
        const products = queries.matMul(unitRows(other), false, true); // [test, train]
        const highest = products.max(1, true); // [test, 1]
        const first = products.greaterEqual(highest.sub(SAME_SIMILARITY)).argMax(1); // [test]
        return [highest.dataSync(), first.dataSync()];
      });
      for (let i = 0; i < block.count; i++) {
        if (similarity![i]! <= best[i]! + SAME_SIMILARITY) continue;
        best[i] = similarity![i]!;
        nearest[i] = trainStart + index![i]!;
      }
      trainStart += other.count;
    }
  } finally {
    queries.dispose();
  }
  return nearest;
}

/** @returns `[count, featureSize]` with every row divided by its length. */
function unitRows({ count, data }: { count: number; data: Float32Array }): tf.Tensor2D {
  return tf.tidy(() => {
    const rows = tf.tensor2d(data, [count, data.length / count]);
    return rows.div(rows.norm('euclidean', 1, true).maximum(1e-12));
  });
}
