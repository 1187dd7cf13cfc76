import type { LoadedBackbone } from '../backbones/load-backbone.js';
import { type ImagePreprocessing, pixelDecoder } from '../data/preprocessing.js';
import { augmentedSamples } from '../features/augmented-samples.js';
import type { FeatureCache } from '../features/feature-cache.js';
import { decodedSamples, type FeatureSource, networkFeatures } from '../features/feature-source.js';
import { type FrozenNetwork, freezeNetwork } from '../features/frozen-network.js';
import { sha256 } from '../hash.js';
import { copyNetwork } from '../network/copy.js';
import { type Cut, cutNetwork } from '../network/cut.js';
import { fingerprint } from '../network/weights.js';
import { withPooling } from '../network/with-layers.js';
import type { OnProgress } from '../progress.js';
import { createRandom } from '../random.js';
import { buildHead } from './head.js';
import type { ResolvedRecipe } from './resolve-recipe.js';
import { type TrainableNetwork, trainableNetwork } from './trainable-network.js';

/** Both strategies: the frozen part with its features, and the part that learns. They differ in where the cut is. */
export interface Pipeline {
  readonly cut: Cut;
  /** `fingerprint` of the frozen part. */
  readonly prefixFingerprint: string;
  /** Features at the cut: what the trainable network reads. */
  readonly features: FeatureSource;
  /** The backbone's pooled vector; the same source as `features` when the whole backbone is frozen. */
  readonly pooled: FeatureSource;
  readonly network: TrainableNetwork;
  /** The head alone on the pooled vector, sharing its variables with `network`. */
  readonly head: TrainableNetwork;
  dispose(): void;
}

/** @param engineKey engine name and version: another engine rounds differently, so its features are kept apart. */
export async function buildPipeline(
  loaded: LoadedBackbone,
  recipe: ResolvedRecipe,
  preprocessing: ImagePreprocessing,
  classes: number,
  cache: FeatureCache,
  engineKey: string,
  onProgress?: OnProgress,
): Promise<Pipeline> {
  const { strategy } = recipe;
  const whole = withPooling(loaded.model, recipe.head.pooling);
  const from = strategy.name === 'fine-tuning' ? (strategy.from ?? loaded.backbone.fineTuneFrom) : undefined;
  const cut = await cutNetwork(whole, from);

  const decoder = pixelDecoder(preprocessing);
  const prefix = await freezeNetwork(cut.prefix, { pixels: preprocessing.scaling }, onProgress);
  const prefixFingerprint = await fingerprint(cut.prefix);
  const runtimeOf = ({ runtime }: FrozenNetwork) =>
    runtime === 'onnx' ? 'onnx, pixels as bytes' : engineKey;
  const features = networkFeatures(
    augmentedSamples(decodedSamples(decoder), recipe.augmentation?.transforms ?? []),
    prefix,
    sha256(decoder.id, prefixFingerprint, runtimeOf(prefix)),
    cache,
  );
  // The pooled vector is computed from the features at the cut, so a picture goes through the lower layers once. Its own
  // copy of the upper layers stays as published while the trainer's copy changes.
  const published = cut.suffix && (await copyNetwork(cut.suffix));
  const upper = published && (await freezeNetwork(published, {}, onProgress));
  const pooled = upper
    ? networkFeatures(
        features,
        upper,
        sha256(features.key, await fingerprint(published), runtimeOf(upper)),
        cache,
      )
    : features;

  const featureSize = whole.outputs[0]!.shape[1]!;
  const headSeed = createRandom(recipe.seed, 'head').integer(2 ** 31);
  const head = buildHead(featureSize, classes, recipe.head, headSeed);
  return {
    cut,
    prefixFingerprint,
    features,
    pooled,
    network: trainableNetwork(cut.suffix, head),
    head: trainableNetwork(undefined, head),
    dispose() {
      for (const model of [cut.prefix, cut.suffix, published, head]) model?.dispose();
      for (const frozen of [prefix, upper]) void frozen?.dispose();
    },
  };
}
