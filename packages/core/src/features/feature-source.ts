import type { Decoder, Sample } from '../data/types.js';
import type { FeatureCache } from './feature-cache.js';
import type { FrozenNetwork } from './frozen-network.js';

/** Gives the features of samples, one row each; knows nothing of how many there are in all. */
export interface FeatureSource {
  /** Identifies the function from a sample's bytes to its features. */
  readonly key: string;
  /** Shape of one sample's features. */
  readonly shape: readonly number[];
  /**
   * Features of each sample, or the error that its bytes gave. Rows come from the cache where it has them and are
   * computed and kept otherwise.
   */
  read(samples: readonly Sample[]): Promise<FeatureRow[]>;
}

export type FeatureRow = Float32Array | Error;

/** The bottom of every chain: decoded samples, never cached (decoding is cheap, pixels are large). */
export function decodedSamples(decoder: Decoder): FeatureSource {
  return {
    key: decoder.id,
    shape: decoder.shape,
    read: (samples) =>
      Promise.all(
        samples.map((sample) => decoder.decode(sample.path).catch((error: Error) => asError(error))),
      ),
  };
}

/** Samples that go through a network together; always this many, so a row never depends on its neighbours' number. */
export const NETWORK_BATCH = 32;

/**
 * A frozen network on top of another source, with its results kept in the cache.
 *
 * @param key hash of the network's function (`fingerprint`) combined with the source below and with what computes it.
 */
export function networkFeatures(
  below: FeatureSource,
  network: FrozenNetwork,
  key: string,
  cache: FeatureCache,
): FeatureSource {
  const shape = network.outputShape;
  const length = shape.reduce((a, b) => a * b, 1);
  return {
    key,
    shape,
    async read(samples) {
      const rows: (FeatureRow | undefined)[] = await Promise.all(
        samples.map((sample) => cache.get(key, sample.sha256, length)),
      );
      const missing = samples.filter((_, i) => rows[i] === undefined);
      const computed = new Map<Sample, FeatureRow>();
      for (let start = 0; start < missing.length; start += NETWORK_BATCH) {
        const batch = missing.slice(start, start + NETWORK_BATCH);
        const results = await computeRows(network, await below.read(batch));
        await Promise.all(
          batch.map(async (sample, i) => {
            const row = results[i]!;
            computed.set(sample, row);
            if (!(row instanceof Error)) await cache.put(key, sample.sha256, row);
          }),
        );
      }
      return rows.map((row, i) => row ?? computed.get(samples[i]!)!);
    },
  };
}

/** Runs the rows that are there as one batch of `NETWORK_BATCH`, padded with zeros; errors stay where they were. */
async function computeRows(network: FrozenNetwork, inputs: readonly FeatureRow[]): Promise<FeatureRow[]> {
  const rows = inputs.filter((input): input is Float32Array => !(input instanceof Error));
  if (rows.length === 0) return [...inputs];
  const size = rows[0]!.length;
  const packed = new Float32Array(NETWORK_BATCH * size);
  rows.forEach((row, i) => {
    packed.set(row, i * size);
  });
  const values = await network.run(packed, NETWORK_BATCH);
  const width = values.length / NETWORK_BATCH;
  let next = 0;
  return inputs.map((input) => {
    if (input instanceof Error) return input;
    const start = next++ * width;
    return values.slice(start, start + width);
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
