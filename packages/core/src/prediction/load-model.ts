import sharp from 'sharp';
import type { Manifest } from '../bundle/manifest.js';
import { type Bundle, readBundle } from '../bundle/read-bundle.js';
import type { CompiledParts } from '../bundle/write-bundle.js';
import { imageDecoder } from '../data/preprocessing.js';
import type { Dataset } from '../data/types.js';
import { OptionError } from '../errors.js';
import type { Metrics } from '../evaluation/types.js';
import { createSession } from '../onnx/session.js';
import { fileStorage } from '../storage/file-storage.js';
import type { Storage } from '../storage/types.js';
import { type EvaluateOptions, evaluateModel } from './evaluate-model.js';
import type { ServingNetwork } from './serving-network.js';

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
  const storage = typeof place === 'string' ? fileStorage(place) : place;
  const bundle = await readBundle(storage, prefix, { toServe: true });
  const { manifest } = bundle;
  const network = await loadNetwork(bundle);
  const decoder = imageDecoder(manifest.preprocessing);

  const probabilitiesOf = async (decoded: readonly Float32Array[]): Promise<Float32Array> => {
    const size = decoded[0]!.length;
    const packed = new Float32Array(decoded.length * size);
    decoded.forEach((values, i) => {
      packed.set(values, i * size);
    });
    return network.run(packed, decoded.length);
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
    dispose: () => network.dispose(),
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

/** Compiled for ONNX Runtime; TensorFlow and what trains with it are only loaded for models that cannot be. */
async function loadNetwork(bundle: Bundle): Promise<ServingNetwork> {
  if (bundle.compiled) return loadCompiled(bundle.compiled);
  const { loadWithTensorFlow } = await import('./load-with-tensorflow.js');
  return loadWithTensorFlow(bundle);
}

async function loadCompiled({ prefix, trained }: CompiledParts): Promise<ServingNetwork> {
  const [frozen, top] = await Promise.all([createSession(prefix), createSession(trained)]);
  return {
    run: async (pixels, batch) => top.run(await frozen.run(pixels, batch), batch),
    dispose() {
      void frozen.dispose();
      void top.dispose();
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
