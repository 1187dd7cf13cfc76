import * as tf from '@tensorflow/tfjs';
import sharp from 'sharp';
import { loadBackbone } from '../backbones/load-backbone.js';
import type { Manifest } from '../bundle/manifest.js';
import { type Bundle, readBundle } from '../bundle/read-bundle.js';
import { imageDecoder } from '../data/preprocessing.js';
import type { Dataset } from '../data/types.js';
import { startEngine } from '../engine/engine.js';
import { BundleError, OptionError } from '../errors.js';
import type { Metrics } from '../evaluation/types.js';
import { cutNetwork } from '../network/cut.js';
import { deserializeNetwork } from '../network/serialize.js';
import { fingerprint } from '../network/weights.js';
import { withPooling } from '../network/with-layers.js';
import { fileStorage } from '../storage/file-storage.js';
import type { Storage } from '../storage/types.js';
import { type EvaluateOptions, evaluateModel } from './evaluate-model.js';

export interface LabelProbability {
  readonly label: string;
  /** In [0, 1]; all labels together sum to 1. */
  readonly probability: number;
}

/** A picture file's path, its bytes, or decoded pixels. */
export type PredictionInput = string | Uint8Array | RawPixels;

export interface RawPixels {
  /** RGB bytes `[height, width, 3]`, row-major, of any size. */
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
}

/** A saved model, ready to answer. */
export interface Model {
  readonly labels: readonly string[];
  readonly manifest: Manifest;
  /**
   * @param options.topK labels per picture, most probable first; default 5 or all there are.
   * @returns one list per picture, in order.
   * @throws ImageError naming the first picture that cannot be decoded.
   */
  predict(inputs: readonly PredictionInput[], options?: { topK?: number }): Promise<LabelProbability[][]>;
  /** Measures the model on one split of a labelled dataset with the same labels. */
  evaluate(dataset: Dataset, options?: EvaluateOptions): Promise<Metrics>;
  /** Frees the tensors. */
  dispose(): void;
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
export async function loadModel(place: string | Storage, prefix = ''): Promise<Model> {
  const bundle = await readBundle(typeof place === 'string' ? fileStorage(place) : place, prefix);
  const { manifest } = bundle;
  await startEngine();
  const frozen = await loadFrozen(bundle);
  const trained = await deserializeNetwork(bundle.weights, 'weights.safetensors');
  const decoder = imageDecoder(manifest.preprocessing);

  const probabilitiesOf = async (decoded: readonly Float32Array[]): Promise<Float32Array> => {
    const size = decoded[0]!.length;
    const packed = new Float32Array(decoded.length * size);
    decoded.forEach((values, i) => {
      packed.set(values, i * size);
    });
    const output = tf.tidy(() => {
      const features = frozen.predict(tf.tensor(packed, [decoded.length, ...decoder.shape])) as tf.Tensor;
      return trained.predict(features) as tf.Tensor;
    });
    const probabilities = (await output.data()) as Float32Array;
    output.dispose();
    return probabilities;
  };

  return {
    labels: manifest.labels,
    manifest,
    async predict(inputs, { topK = 5 } = {}) {
      if (!Number.isInteger(topK) || topK < 1) {
        throw new OptionError('OPTION_INVALID', `topK is ${topK}; expected a whole number >= 1.`, {
          details: { field: 'topK' },
        });
      }
      const answers: LabelProbability[][] = [];
      for (let start = 0; start < inputs.length; start += BATCH) {
        const batch = inputs.slice(start, start + BATCH);
        const decoded = await Promise.all(batch.map(async (input) => decoder.decode(await asPicture(input))));
        const probabilities = await probabilitiesOf(decoded);
        batch.forEach((_, i) => {
          answers.push(mostProbable(probabilities, i, manifest.labels, topK));
        });
      }
      return answers;
    },
    evaluate: (dataset, options) =>
      evaluateModel({ labels: manifest.labels, decoder, probabilitiesOf }, dataset, options),
    dispose() {
      frozen.dispose();
      trained.dispose();
    },
  };
}

/** Raw pixels as an uncompressed PNG, so that they are resized exactly as the same picture from a file would be. */
async function asPicture(input: PredictionInput): Promise<string | Uint8Array> {
  if (typeof input === 'string' || input instanceof Uint8Array) return input;
  const { pixels, height, width } = input;
  if (!(pixels.length > 0 && pixels.length === height * width * 3)) {
    throw new OptionError(
      'OPTION_INVALID',
      `pixels holds ${pixels.length} bytes; expected height * width * 3 = ${height} * ${width} * 3 RGB bytes.`,
      { details: { field: 'pixels' } },
    );
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
}

/** The frozen part: from its file, or rebuilt from the backbone that ships with Graft. */
async function loadFrozen({ manifest, prefix }: Bundle): Promise<tf.LayersModel> {
  if (prefix) return deserializeNetwork(prefix, `prefix of model ${manifest.id}`);
  const { name, inputSize, alpha } = manifest.backbone;
  const { model } = await loadBackbone({ name, inputSize, alpha });
  const cut = await cutNetwork(withPooling(model, manifest.head.pooling), manifest.strategy.from);
  model.dispose();
  cut.suffix?.dispose();
  if ((await fingerprint(cut.prefix)) === manifest.prefix.fingerprint) return cut.prefix;
  cut.prefix.dispose();
  throw new BundleError(
    'BUNDLE_BACKBONE',
    `The model was trained on other ${name} weights than this version of Graft ships (fingerprint ${manifest.prefix.fingerprint.slice(0, 12)}…). ` +
      `Use Graft ${manifest.versions.graft} or train it again.`,
  );
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
