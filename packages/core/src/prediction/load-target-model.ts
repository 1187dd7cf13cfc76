import { readTargetBundle } from '../bundle/read-bundle.js';
import type { TargetManifest } from '../bundle/target-manifest.js';
import { pixelDecoder } from '../data/preprocessing.js';
import type { Dataset } from '../data/types.js';
import { ImageError, OptionError } from '../errors.js';
import { evaluateMultiLabel, type MultiLabelMetrics } from '../evaluation/evaluate-multi-label.js';
import { evaluateRegression, type RegressionMetrics } from '../evaluation/evaluate-regression.js';
import { fileStorage } from '../storage/file-storage.js';
import type { Storage } from '../storage/types.js';
import { averageViews } from './average-views.js';
import { decodeEach, requireAll } from './decode-each.js';
import type { LabelProbability, LoadModelOptions, PredictOptions } from './load-model.js';
import { type EvaluateOptions, predictSplit } from './predict-split.js';
import type { PredictionInput } from './prediction-input.js';
import { openNetwork } from './serving-network.js';

/** What a model says of a picture that may have any number of labels. */
export interface MultiLabelAnswer {
  /** Those at or above their thresholds, most probable first. */
  readonly labels: readonly LabelProbability[];
  /** Every label's probability in [0, 1], most probable first; they need not sum to 1. */
  readonly all: readonly LabelProbability[];
}

/** Numbers of a picture. */
export interface RegressionAnswer {
  readonly values: readonly { readonly target: string; readonly value: number }[];
}

export type TargetAnswer = MultiLabelAnswer | RegressionAnswer;

export type TargetPredictOptions = Pick<PredictOptions, 'views'>;

/** A saved model of several labels at once or of numbers, ready to answer. */
export interface TargetModel {
  readonly task: TargetManifest['task'];
  /** Labels, or names of the numbers. */
  readonly labels: readonly string[];
  readonly manifest: TargetManifest;
  /** As of `Model`. */
  readonly bytes: number;
  /**
   * @returns one answer per picture, in order: `MultiLabelAnswer` or `RegressionAnswer`, as `task` says.
   * @throws ImageError naming the first picture that cannot be decoded.
   */
  predict(inputs: readonly PredictionInput[], options?: TargetPredictOptions): Promise<TargetAnswer[]>;
  /**
   * As `predict`, but a picture that cannot be decoded takes no other with it.
   *
   * @returns per picture, in order, its answer or why there is none.
   */
  predictEach(
    inputs: readonly PredictionInput[],
    options?: TargetPredictOptions,
  ): Promise<(TargetAnswer | ImageError)[]>;
  /** Measures the model on one split of a dataset of the same task with the same labels. */
  evaluate(dataset: Dataset, options?: EvaluateOptions): Promise<MultiLabelMetrics | RegressionMetrics>;
  /** Frees its memory; the model cannot answer afterwards. */
  dispose(): void;
}

/** Pictures that go through the network together. */
const BATCH = 32;

/**
 * Loads a saved model of several labels at once or of numbers, as `loadModel` loads others.
 *
 * @throws BundleError when the model is missing, incomplete or changed; `BUNDLE_TASK` for one of another task.
 */
export async function loadTargetModel(
  place: string | Storage,
  prefix = '',
  { prefixes }: LoadModelOptions = {},
): Promise<TargetModel> {
  const storage = typeof place === 'string' ? fileStorage(place) : place;
  const bundle = await readTargetBundle(storage, prefix, { toServe: true });
  const network = await openNetwork(bundle, prefixes);
  const { manifest } = bundle;
  const { labels, task } = manifest;
  const decoder = pixelDecoder(manifest.preprocessing);
  const run = averageViews(network, manifest);

  async function predictBatch(inputs: readonly PredictionInput[], views: number | undefined) {
    const decoded = await decodeEach(decoder, inputs);
    const pictures = decoded.filter((entry) => entry instanceof Uint8Array);
    const rows = pictures.length > 0 ? await run(pictures, views) : new Float32Array();
    let row = 0;
    return decoded.map((entry) =>
      entry instanceof ImageError
        ? entry
        : answerOf(manifest, rows.subarray(row * labels.length, ++row * labels.length)),
    );
  }

  async function predictEach(inputs: readonly PredictionInput[], { views }: TargetPredictOptions = {}) {
    const answers: (TargetAnswer | ImageError)[] = [];
    for (let start = 0; start < inputs.length; start += BATCH) {
      answers.push(...(await predictBatch(inputs.slice(start, start + BATCH), views)));
    }
    return answers;
  }

  return {
    task,
    labels,
    manifest,
    bytes: network.bytes,
    predictEach,
    predict: async (inputs, options) => requireAll(await predictEach(inputs, options)),
    async evaluate(dataset, options) {
      if (dataset.task !== task) {
        throw new OptionError(
          'OPTION_LABELS',
          `The dataset was read for ${dataset.task ?? 'single-label'}; the model is for ${task}. Read it with { task: '${task}' }.`,
          { details: { field: 'dataset', found: dataset.task, expected: task } },
        );
      }
      const classifier = {
        labels,
        decoder,
        probabilitiesOf: (pictures: readonly Uint8Array[]) => run(pictures, options?.views),
      };
      const { probabilities, samples } = await predictSplit(classifier, dataset, options);
      const known = new Map(
        dataset.splits[options?.split ?? 'test'].map(({ id, targets }) => [id, targets!]),
      );
      const actual = samples.flatMap(({ id }) => [...known.get(id)!]);
      return manifest.task === 'multi-label'
        ? evaluateMultiLabel({ probabilities, targets: actual, labels, thresholds: manifest.thresholds })
        : evaluateRegression({
            predicted: probabilities,
            actual,
            ids: samples.map(({ id }) => id),
            targets: labels,
          });
    },
    dispose: () => network.dispose(),
  };
}

function answerOf(manifest: TargetManifest, row: Float32Array): TargetAnswer {
  if (manifest.task === 'regression') {
    return { values: manifest.labels.map((target, i) => ({ target, value: row[i]! })) };
  }
  const all = manifest.labels
    .map((label, i) => ({ label, probability: row[i]!, said: row[i]! >= manifest.thresholds[i]! }))
    .sort((a, b) => b.probability - a.probability);
  const plain = ({ label, probability }: LabelProbability) => ({ label, probability });
  return { labels: all.filter(({ said }) => said).map(plain), all: all.map(plain) };
}
