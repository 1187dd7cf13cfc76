import type { FeatureSet } from '../features/feature-set.js';

/** The samples of one set, then those of another of the same shape. */
export function joinedFeatures(first: FeatureSet, second: FeatureSet): FeatureSet {
  const count = first.samples.length;
  return {
    samples: [...first.samples, ...second.samples],
    labels: Int32Array.of(...first.labels, ...second.labels),
    shape: first.shape,
    async read(positions) {
      const length = first.shape.reduce((a, b) => a * b, 1);
      const rows = new Float32Array(positions.length * length);
      const fill = async (set: FeatureSet, isOwn: (position: number) => boolean, from: number) => {
        const places = [...positions.keys()].filter((place) => isOwn(positions[place]!));
        const own = await set.read(places.map((place) => positions[place]! - from));
        places.forEach((place, i) => {
          rows.set(own.subarray(i * length, (i + 1) * length), place * length);
        });
      };
      await fill(first, (position) => position < count, 0);
      await fill(second, (position) => position >= count, count);
      return rows;
    },
  };
}
