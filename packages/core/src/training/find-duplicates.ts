import { correlation, greyThumbnail } from '../data/thumbnail.js';
import type { Sample, Split } from '../data/types.js';
import type { NeighbourPosition } from '../evaluation/nearest-neighbours.js';

/** Two samples that show the same. */
export interface DuplicatePair {
  readonly a: { readonly id: string; readonly split: Split };
  readonly b: { readonly id: string; readonly split: Split };
  /** Cosine of the features; 1 for equal bytes. */
  readonly similarity: number;
}

/** Photos stored again at 80% of the size and JPEG quality 75 keep a cosine of 0.91 or more, drawings less. */
const MAYBE = 0.7;
/** Of grey thumbnails, measured: such copies reach 0.988, different pictures of one hand before one wall 0.91. */
const SAME = 0.97;

/**
 * Pairs that resemble each other by their features and whose pictures then prove to be the same, most similar first.
 *
 * @param neighbours of each sample, itself possibly among them.
 */
export async function findDuplicates(
  samples: readonly (Sample & { readonly split: Split })[],
  neighbours: readonly (readonly NeighbourPosition[])[],
): Promise<DuplicatePair[]> {
  const candidates = new Map<string, { first: number; second: number; similarity: number }>();
  neighbours.forEach((near, position) => {
    for (const { position: other, similarity } of near) {
      if (other === position || similarity < MAYBE) continue;
      const [first, second] = [Math.min(position, other), Math.max(position, other)];
      candidates.set(`${first} ${second}`, { first, second, similarity });
    }
  });
  const thumbnails = new Map<number, Float32Array>();
  const thumbnailOf = async (position: number) => {
    const made = thumbnails.get(position) ?? (await greyThumbnail(samples[position]!.path));
    thumbnails.set(position, made);
    return made;
  };
  const pairs: DuplicatePair[] = [];
  for (const { first, second, similarity } of candidates.values()) {
    const [a, b] = [samples[first]!, samples[second]!];
    const equal = a.sha256 === b.sha256;
    if (!equal && correlation(await thumbnailOf(first), await thumbnailOf(second)) < SAME) continue;
    pairs.push({
      a: { id: a.id, split: a.split },
      b: { id: b.id, split: b.split },
      similarity: equal ? 1 : Math.min(1, similarity),
    });
  }
  return pairs.sort((x, y) => y.similarity - x.similarity);
}
