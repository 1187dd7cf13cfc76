import type { Manifest } from '../bundle/manifest.js';
import { readBundle } from '../bundle/read-bundle.js';
import { pixelDecoder } from '../data/preprocessing.js';
import type { Dataset } from '../data/types.js';
import { ImageError, OptionError } from '../errors.js';
import { evaluatePredictions, type Predictions } from '../evaluation/evaluate-predictions.js';
import type { Place } from '../evaluation/familiarity.js';
import type { Metrics } from '../evaluation/types.js';
import { fileStorage } from '../storage/file-storage.js';
import type { Storage } from '../storage/types.js';
import { averageViews } from './average-views.js';
import { decodeEach, requireAll } from './decode-each.js';
import { type EvaluateOptions, predictSplit } from './predict-split.js';
import type { PredictionInput } from './prediction-input.js';
import type { PrefixPool } from './prefix-pool.js';
import { openNetwork } from './serving-network.js';
import { unknownOf } from './unknown.js';

export interface LabelProbability {
  readonly label: string;
  /** In [0, 1]; all labels together sum to 1. */
  readonly probability: number;
  /** On the first label of a picture that resembles no label enough; only with `abstain`. */
  readonly unknown?: true;
}

export interface PredictOptions {
  /** Labels per picture, most probable first; default 5 or all there are. */
  readonly topK?: number;
  /**
   * Mark pictures as unknown that lie far from every label's training pictures, or between two labels; default false.
   * About one in ten pictures like those trained on is marked too, mistakes before others.
   */
  readonly abstain?: boolean;
  /** Looks at each picture so many times, at variations of it after the first, and answers the mean (`averageViews`); default 1. */
  readonly views?: number;
}

/** A saved model, ready to answer. Any number of calls may be under way at a time. */
export interface Model {
  readonly labels: readonly string[];
  readonly manifest: Manifest;
  /** Of the files whose networks this model alone holds: about what it takes in memory. */
  readonly bytes: number;
  /**
   * @returns one list per picture, in order.
   * @throws ImageError naming the first picture that cannot be decoded.
   * @throws OptionError `OPTION_INVALID` for `abstain` of a model that was saved without knowing what is unknown.
   */
  predict(inputs: readonly PredictionInput[], options?: PredictOptions): Promise<LabelProbability[][]>;
  /**
   * As `predict`, but a picture that cannot be decoded takes no other with it.
   *
   * @returns per picture, in order, its list or why there is none.
   */
  predictEach(
    inputs: readonly PredictionInput[],
    options?: PredictOptions,
  ): Promise<(LabelProbability[] | ImageError)[]>;
  /** Measures the model on one split of a labelled dataset with the same labels. */
  evaluate(dataset: Dataset, options?: EvaluateOptions): Promise<Metrics>;
  /**
   * The answers themselves on one split of a labelled dataset with the same labels, for `evaluatePredictions`,
   * `reliability`, `rocCurve` and the like.
   */
  predictSplit(dataset: Dataset, options?: EvaluateOptions): Promise<Predictions>;
  /** Frees its memory; the model cannot answer afterwards. */
  dispose(): void;
}

export interface LoadModelOptions {
  /** Where models of one process share their frozen parts; by default each model has its own. */
  readonly prefixes?: PrefixPool;
}

/** Pictures that go through the network together. */
const BATCH = 32;

/**
 * Loads a saved model from a folder or any storage. Every byte is verified first.
 *
 *     const model = await loadModel('models/pets');
 *     const [labels] = await model.predict(['cat.jpg'], { topK: 3 });
 *
 * @throws BundleError when the model is missing, incomplete or changed.
 */
export async function loadModel(
  place: string | Storage,
  prefix = '',
  { prefixes }: LoadModelOptions = {},
): Promise<Model> {
  const storage = typeof place === 'string' ? fileStorage(place) : place;
  const bundle = await readBundle(storage, prefix, { toServe: true });
  const network = await openNetwork(bundle, prefixes);
  const { labels, preprocessing } = bundle.manifest;
  const decoder = pixelDecoder(preprocessing);
  const unknown = unknownOf(bundle);
  const run = averageViews(network, bundle.manifest);
  let disposed = false;

  async function predictBatch(
    inputs: readonly PredictionInput[],
    { topK, abstain, views }: Required<PredictOptions>,
  ) {
    const decoded = await decodeEach(decoder, inputs);
    const pictures = decoded.filter((entry) => entry instanceof Uint8Array);
    let places: readonly Place[] = [];
    const onFeatures = abstain
      ? (features: Float32Array) => {
          places = unknown!.places(features, pictures.length);
        }
      : undefined;
    const probabilities = pictures.length > 0 ? await run(pictures, views, onFeatures) : new Float32Array();
    let row = 0;
    return decoded.map((entry) => {
      if (entry instanceof ImageError) return entry;
      const place = places[row];
      const own = probabilities.subarray(row * labels.length, (row + 1) * labels.length);
      const answer = mostProbable(probabilities, row++, labels, topK);
      if (place && unknown!.is(place, own)) answer[0] = { ...answer[0]!, unknown: true };
      return answer;
    });
  }

  async function predictEach(
    inputs: readonly PredictionInput[],
    { topK = 5, abstain = false, views = 1 }: PredictOptions = {},
  ) {
    if (!Number.isInteger(topK) || topK < 1) {
      throw new OptionError('OPTION_INVALID', `topK is ${topK}; expected a whole number >= 1.`, {
        details: { field: 'topK' },
      });
    }
    if (abstain && !unknown) {
      throw new OptionError(
        'OPTION_INVALID',
        'abstain is true, but this model cannot tell what is unknown: it was trained without validation pictures or by an older Graft. Train it again.',
        { details: { field: 'abstain' } },
      );
    }
    const answers: (LabelProbability[] | ImageError)[] = [];
    for (let start = 0; start < inputs.length; start += BATCH) {
      answers.push(...(await predictBatch(inputs.slice(start, start + BATCH), { topK, abstain, views })));
    }
    return answers;
  }

  const answersTo = (dataset: Dataset, options?: EvaluateOptions) =>
    predictSplit(
      { labels, decoder, probabilitiesOf: (pictures) => run(pictures, options?.views) },
      dataset,
      options,
    );

  return {
    labels,
    manifest: bundle.manifest,
    bytes: network.bytes,
    predictEach,
    predict: async (inputs, options) => requireAll(await predictEach(inputs, options)),
    evaluate: async (dataset, options) => evaluatePredictions(await answersTo(dataset, options)),
    predictSplit: answersTo,
    dispose() {
      if (!disposed) network.dispose();
      disposed = true;
    },
  };
}

function mostProbable(
  probabilities: Float32Array,
  row: number,
  labels: readonly string[],
  topK: number,
): LabelProbability[] {
  return labels
    .map((label, i) => ({ label, probability: probabilities[row * labels.length + i]! }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, topK);
}
