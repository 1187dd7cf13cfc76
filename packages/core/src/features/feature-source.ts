import type { Decoder, Sample } from '../data/types.js';
import type { FeatureCache } from './feature-cache.js';
import type { FrozenNetwork } from './frozen-network.js';

/** Gives the features of samples, each on its own: a row never depends on what is read beside it. */
export interface FeatureSource<Row extends Float32Array | Uint8Array = Float32Array> {
  /** Identifies the function from a sample's bytes to its features. */
  readonly key: string;
  /** Shape of one sample's features. */
  readonly shape: readonly number[];
  /**
   * The sample's features: from the cache where it has them, computed and kept otherwise. Several may be asked for at
   * once; how many are under way is the caller's to bound.
   *
   * @throws ImageError (or the modality's own) when the sample cannot be decoded.
   */
  read(sample: Sample): Promise<Row>;
}

/** The bottom of every chain: decoded samples, never cached (decoding is cheap, pixels are large). */
export function decodedSamples<Row extends Float32Array | Uint8Array>(
  decoder: Decoder<Row>,
): FeatureSource<Row> {
  return { key: decoder.id, shape: decoder.shape, read: ({ path }) => decoder.decode(path) };
}

/**
 * A frozen network on top of another source, with its results kept in the cache.
 *
 * @param key hash of the network's function (`fingerprint`) combined with the source below and with what computes it.
 */
export function networkFeatures(
  below: FeatureSource | FeatureSource<Uint8Array>,
  network: FrozenNetwork,
  key: string,
  cache: FeatureCache,
): FeatureSource {
  const shape = network.outputShape;
  const length = shape.reduce((a, b) => a * b, 1);
  return {
    key,
    shape,
    async read(sample) {
      if (sample.view?.kept === false) return network.run(await below.read(sample));
      const entry = sample.view?.seed ?? sample.sha256;
      const kept = await cache.get(key, entry, length);
      if (kept) return kept;
      return cache.put(key, entry, await network.run(await below.read(sample)));
    },
  };
}
