import { parseFamiliarity } from '../bundle/familiarity-file.js';
import type { Bundle } from '../bundle/read-bundle.js';
import {
  isUnknown,
  overPositions,
  type Place,
  placeOf,
  withProbabilities,
} from '../evaluation/familiarity.js';

/** What tells pictures that a model does not know. */
export interface Unknown {
  /** @param features the frozen part's output, `[rows, ...]`. @returns where each row lies. */
  places(features: Float32Array, rows: number): Place[];
  /** @param probabilities the model's answer, by label. */
  is(place: Place, probabilities: Float32Array): boolean;
}

/** @returns undefined for a model that was saved without it. */
export function unknownOf({
  manifest: { abstention, prefix },
  familiarity: file,
}: Bundle): Unknown | undefined {
  if (!abstention || !file) return undefined;
  const familiarity = parseFamiliarity(file);
  const channels = prefix.featureShape.at(-1)!;
  return {
    places(features, rows) {
      const pooled = overPositions(features, rows, channels);
      return Array.from({ length: rows }, (_, row) =>
        placeOf(familiarity, pooled.subarray(row * channels, (row + 1) * channels)),
      );
    },
    is: (place, probabilities) =>
      isUnknown(
        withProbabilities(place, probabilities),
        probabilities.indexOf(Math.max(...probabilities)),
        abstention,
      ),
  };
}
