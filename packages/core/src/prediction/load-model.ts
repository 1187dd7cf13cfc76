import type { Manifest } from '../bundle/manifest.js';
import { readBundle } from '../bundle/read-bundle.js';
import { pixelDecoder } from '../data/preprocessing.js';
import type { Dataset } from '../data/types.js';
import { ImageError, OptionError } from '../errors.js';
import type { Metrics } from '../evaluation/types.js';
import { fileStorage } from '../storage/file-storage.js';
import type { Storage } from '../storage/types.js';
import { type EvaluateOptions, evaluateModel } from './evaluate-model.js';
import { asPicture, type PredictionInput } from './prediction-input.js';
import type { PrefixPool } from './prefix-pool.js';
import { openNetwork } from './serving-network.js';

export interface LabelProbability {
  readonly label: string;
  /** In [0, 1]; all labels together sum to 1. */
  readonly probability: number;
}

export interface PredictOptions {
  /** Labels per picture, most probable first; default 5 or all there are. */
  readonly topK?: number;
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
  let disposed = false;

  async function predictBatch(inputs: readonly PredictionInput[], topK: number) {
    const decoded = await Promise.all(
      inputs.map(async (input) => decoder.decode(await asPicture(input)).catch(imageError)),
    );
    const pictures = decoded.filter((entry) => entry instanceof Uint8Array);
    const probabilities = pictures.length > 0 ? await network.run(pictures) : new Float32Array();
    let row = 0;
    return decoded.map((entry) =>
      entry instanceof ImageError ? entry : mostProbable(probabilities, row++, labels, topK),
    );
  }

  async function predictEach(inputs: readonly PredictionInput[], { topK = 5 }: PredictOptions = {}) {
    if (!Number.isInteger(topK) || topK < 1) {
      throw new OptionError('OPTION_INVALID', `topK is ${topK}; expected a whole number >= 1.`, {
        details: { field: 'topK' },
      });
    }
    const answers: (LabelProbability[] | ImageError)[] = [];
    for (let start = 0; start < inputs.length; start += BATCH) {
      answers.push(...(await predictBatch(inputs.slice(start, start + BATCH), topK)));
    }
    return answers;
  }

  return {
    labels,
    manifest: bundle.manifest,
    bytes: network.bytes,
    predictEach,
    async predict(inputs, options) {
      return (await predictEach(inputs, options)).map((answer) => {
        if (answer instanceof ImageError) throw answer;
        return answer;
      });
    },
    evaluate: (dataset, options) =>
      evaluateModel(
        { labels, decoder, probabilitiesOf: (pictures) => network.run(pictures) },
        dataset,
        options,
      ),
    dispose() {
      if (!disposed) network.dispose();
      disposed = true;
    },
  };
}

/** The machine's trouble is no picture's: it is passed on. */
function imageError(error: unknown): ImageError {
  if (error instanceof ImageError) return error;
  throw error;
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
