import type { LabelledProbabilities } from '../evaluation/calibration.js';
import type { Storage } from '../storage/types.js';
import { PREDICTIONS_FILE } from './layout.js';
import { readBundleFile } from './read-bundle.js';

/** What the saved model answered about one picture that it did not learn from. */
export interface PredictedSample {
  readonly id: string;
  readonly split: 'validation' | 'test';
  readonly actual: string;
  readonly predicted: string;
  /** In the order of the model's labels, calibrated as the saved model is, to 8 digits. */
  readonly probabilities: readonly number[];
  /** The training pictures with the most similar features, most similar first; of test pictures. */
  readonly neighbours?: readonly {
    readonly id: string;
    readonly label: string;
    /** Cosine, in [-1, 1]. */
    readonly similarity: number;
  }[];
}

/** One JSON object a line, for `jq`, pandas and the like. */
export function serializePredictions(samples: readonly PredictedSample[]): Uint8Array {
  const rounded = (value: number) => Number(value.toPrecision(8));
  const lines = samples.map(({ probabilities, neighbours, ...rest }) =>
    JSON.stringify({
      ...rest,
      probabilities: probabilities.map(rounded),
      neighbours: neighbours?.map((near) => ({ ...near, similarity: rounded(near.similarity) })),
    }),
  );
  return new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
}

/**
 * What a saved model answered, picture by picture, when it was trained: what metrics, curves and thresholds can be computed
 * from without running it again.
 *
 * @returns undefined for a model that was saved without; one of an older Graft is.
 * @throws BundleError as `readBundle` does, of this file alone.
 */
export async function readPredictions(
  storage: Storage,
  prefix: string,
): Promise<PredictedSample[] | undefined> {
  const bytes = await readBundleFile(storage, prefix, PREDICTIONS_FILE);
  if (!bytes) return undefined;
  const lines = new TextDecoder().decode(bytes).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as PredictedSample);
}

/** Samples of one model as probabilities with their labels, for `rocCurve`, `reliability` and the like. */
export function labelledProbabilities(
  samples: readonly PredictedSample[],
  labels: readonly string[],
): LabelledProbabilities {
  return {
    probabilities: Float32Array.from(samples.flatMap(({ probabilities }) => probabilities)),
    labels: samples.map(({ actual }) => labels.indexOf(actual)),
  };
}
