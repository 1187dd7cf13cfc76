import * as tf from '@tensorflow/tfjs';

/** Feature vectors by position: all of them row-major, or a `FeatureSet` that reads them block by block. */
export type LinearFeatures = Float32Array | { read(positions: readonly number[]): Promise<Float32Array> };

/** Features less their mean. */
export interface CentredRows {
  readonly featureSize: number;
  /** `[featureSize]`. */
  readonly mean: Float64Array;
  /** From the first row each time it is called; a block `[rows, featureSize]` is gone when the next one is asked for. */
  blocks(): AsyncGenerator<{ first: number; block: tf.Tensor2D }>;
  dispose(): void;
}

/** Rows in memory at once. */
const BLOCK = 4096;

/** Rows that fit into one block are read once, more of them once for the mean and once per pass. */
export async function openCentredRows(features: LinearFeatures, count: number): Promise<CentredRows> {
  const read = async (first: number) => {
    const size = Math.min(BLOCK, count - first);
    const data =
      features instanceof Float32Array
        ? features.subarray((features.length / count) * first, (features.length / count) * (first + size))
        : await features.read(Array.from({ length: size }, (_, i) => first + i));
    return tf.tensor2d(data, [size, data.length / size]);
  };
  const centre = (block: tf.Tensor2D, mean: Float64Array): tf.Tensor2D =>
    tf.tidy(() => block.sub(tf.tensor1d(Float32Array.from(mean))));

  let mean = new Float64Array(0);
  let only: tf.Tensor2D | undefined;
  for (let first = 0; first < count; first += BLOCK) {
    const block = await read(first);
    const sums = block.sum(0);
    mean = Float64Array.from(sums.dataSync(), (sum, i) => (mean[i] ?? 0) + sum / count);
    sums.dispose();
    if (count <= BLOCK) only = centre(block, mean);
    block.dispose();
  }
  return {
    featureSize: mean.length,
    mean,
    async *blocks() {
      if (only) yield { first: 0, block: only };
      for (let first = 0; !only && first < count; first += BLOCK) {
        const raw = await read(first);
        const block = centre(raw, mean);
        raw.dispose();
        try {
          yield { first, block };
        } finally {
          block.dispose();
        }
      }
    },
    dispose: () => only?.dispose(),
  };
}
