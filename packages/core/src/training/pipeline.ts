import type { LoadedBackbone } from '../backbones/load-backbone.js';
import { type ImagePreprocessing, pixelDecoder } from '../data/preprocessing.js';
import type { Dataset } from '../data/types.js';
import { OptionError } from '../errors.js';
import { augmentedSamples } from '../features/augmented-samples.js';
import type { FeatureCache } from '../features/feature-cache.js';
import { decodedSamples, type FeatureSource, networkFeatures } from '../features/feature-source.js';
import { type FrozenNetwork, freezeNetwork, freezeOnnx } from '../features/frozen-network.js';
import { sha256 } from '../hash.js';
import { copyNetwork } from '../network/copy.js';
import { type Cut, cutNetwork, validCuts } from '../network/cut.js';
import { fingerprint } from '../network/weights.js';
import { withPooling } from '../network/with-layers.js';
import { exportOnnx } from '../onnx/export-onnx.js';
import type { OnProgress } from '../progress.js';
import { createRandom } from '../random.js';
import { choosePrecision, type FrozenPart } from './choose-precision.js';
import { buildHead } from './head.js';
import { quantizePrefix, scaledSamples } from './quantize-prefix.js';
import type { ResolvedRecipe } from './resolve-recipe.js';
import { type TrainableNetwork, trainableNetwork } from './trainable-network.js';
import type { PrecisionReport } from './types.js';

/** The halves are missing where the frozen part is a file for ONNX Runtime. */
export type FrozenCut = Pick<Cut, 'lastFrozen' | 'featureShape'> & Partial<Pick<Cut, 'prefix' | 'suffix'>>;

/** Both strategies: the frozen part with its features, and the part that learns. They differ in where the cut is. */
export interface Pipeline {
  readonly cut: FrozenCut;
  /** `fingerprint` of the frozen part. */
  readonly prefixFingerprint: string;
  /** Features at the cut: what the trainable network reads. */
  readonly features: FeatureSource;
  /** The backbone's pooled vector; the same source as `features` when the whole backbone is frozen. */
  readonly pooled: FeatureSource;
  readonly precision: PrecisionReport;
  /** The frozen part as it is to be served, where that is not `cut.prefix` in float32. */
  readonly prefixOnnx?: Uint8Array;
  readonly network: TrainableNetwork;
  /** The head alone on the pooled vector, sharing its variables with `network`. */
  readonly head: TrainableNetwork;
  dispose(): void;
}

export interface PipelineOptions {
  readonly cache: FeatureCache;
  /** Engine name and version: another engine rounds differently, so its features are kept apart. */
  readonly engineKey: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

export async function buildPipeline(
  loaded: LoadedBackbone,
  recipe: ResolvedRecipe,
  preprocessing: ImagePreprocessing,
  dataset: Dataset,
  { cache, engineKey, signal, onProgress }: PipelineOptions,
): Promise<Pipeline> {
  const { strategy, seed } = recipe;
  const whole = withPooling(loaded.model, recipe.head.pooling, recipe.head.featureLayers);
  const from = strategy.name === 'fine-tuning' ? (strategy.from ?? loaded.backbone.fineTuneFrom) : undefined;
  if (strategy.name === 'fine-tuning' && from === undefined) {
    throw new OptionError(
      'OPTION_INVALID',
      `Fine-tuning ${loaded.backbone.name} needs the layer to start from (\`from\`). Its layers that work: ${validCuts(loaded.model).join(', ')}.`,
      { details: { field: 'strategy.from' } },
    );
  }
  const cut = await cutNetwork(whole, from);
  // The pooled vector is computed from the features at the cut, so a picture goes through the lower layers once. Its own
  // copy of the upper layers stays as published while the trainer's copy changes.
  const published = cut.suffix && (await copyNetwork(cut.suffix));
  const upper = published && (await freezeNetwork(published, {}, onProgress));
  const upperFingerprint = published && (await fingerprint(published));

  const decoder = pixelDecoder(preprocessing);
  const decoded = decodedSamples(decoder);
  const runtimeOf = ({ runtime }: FrozenNetwork) =>
    runtime === 'onnx' ? 'onnx, pixels as bytes' : engineKey;
  const frozenPart = (network: FrozenNetwork, key: string, onnx?: Uint8Array): FrozenPart => {
    const pictures = augmentedSamples(decoded, recipe.augmentation?.transforms ?? []);
    const features = networkFeatures(pictures, network, key, cache);
    const pooled = upper
      ? networkFeatures(features, upper, sha256(key, upperFingerprint!, runtimeOf(upper)), cache)
      : features;
    return { network, features, pooled, onnx };
  };

  const { scaling } = preprocessing;
  const prefix = await freezeNetwork(cut.prefix, { pixels: scaling }, onProgress);
  const prefixFingerprint = await fingerprint(cut.prefix);
  const float32 = frozenPart(prefix, sha256(decoder.id, prefixFingerprint, runtimeOf(prefix)));
  const { part, report: precision } = await choosePrecision(
    recipe.precision,
    float32,
    async (calibration) => {
      // A model is served as ONNX whole or not at all, and in TensorFlow its features would be other ones.
      if (published && upper?.runtime !== 'onnx') await exportOnnx(published);
      const onnx = await quantizePrefix(cut.prefix, scaledSamples(decoded, scaling), calibration, signal);
      return frozenPart(await freezeOnnx(onnx, { pixels: scaling }), sha256(decoder.id, sha256(onnx)), onnx);
    },
    { dataset, seed, inputs: decoded, signal, onProgress },
  );

  const featureSize = whole.outputs[0]!.shape[1]!;
  const headSeed = createRandom(seed, 'head').integer(2 ** 31);
  const head = buildHead(featureSize, dataset.labels.length, recipe.head, headSeed, dataset.task);
  return {
    cut,
    prefixFingerprint,
    features: part.features,
    pooled: part.pooled,
    precision,
    prefixOnnx: part.onnx,
    network: trainableNetwork(cut.suffix, head),
    head: trainableNetwork(undefined, head),
    dispose() {
      for (const model of [cut.prefix, cut.suffix, published, head]) model?.dispose();
      for (const frozen of [part.network, upper]) void frozen?.dispose();
    },
  };
}
