import type { OnnxBackbone } from '../backbone-files/types.js';
import { type ImagePreprocessing, pixelDecoder } from '../data/preprocessing.js';
import type { Dataset } from '../data/types.js';
import { OptionError } from '../errors.js';
import { augmentedSamples } from '../features/augmented-samples.js';
import { decodedSamples, networkFeatures } from '../features/feature-source.js';
import { freezeOnnx } from '../features/frozen-network.js';
import { sha256 } from '../hash.js';
import { createRandom } from '../random.js';
import { tellOfFloat32 } from './choose-precision.js';
import { buildHead } from './head.js';
import type { Pipeline, PipelineOptions } from './pipeline.js';
import type { ResolvedRecipe } from './resolve-recipe.js';
import { trainableNetwork } from './trainable-network.js';

/**
 * The pipeline of a backbone that is an ONNX file or a SavedModel: all of it is frozen, in the precision that it has.
 *
 * @throws OptionError `OPTION_CONFLICT` for fine-tuning and int8.
 */
export async function buildOnnxPipeline(
  loaded: OnnxBackbone,
  recipe: ResolvedRecipe,
  preprocessing: ImagePreprocessing,
  dataset: Dataset,
  { cache, onProgress }: PipelineOptions,
): Promise<Pipeline> {
  const { name } = loaded.backbone;
  if (recipe.strategy.name === 'fine-tuning') {
    conflict(
      'strategy',
      `${name} is an ONNX file or a SavedModel, whose layers cannot be trained; fine-tuning needs them. Use feature extraction, or the model as .keras`,
    );
  }
  if (recipe.precision === 'int8') {
    conflict(
      'precision',
      `${name} is an ONNX file or a SavedModel and computes as it was written. Leave int8 out`,
    );
  }
  if (recipe.precision === 'auto') {
    tellOfFloat32(`${name} is an ONNX file or a SavedModel and computes as it was written`, onProgress);
  }
  if (recipe.head.featureLayers) {
    conflict(
      'head.featureLayers',
      `${name} is an ONNX file or a SavedModel and has no layers by name. Leave it out`,
    );
  }
  const decoder = pixelDecoder(preprocessing);
  const pictures = augmentedSamples(decodedSamples(decoder), recipe.augmentation?.transforms ?? []);
  const frozen = await freezeOnnx(loaded.onnx, { pixels: preprocessing.scaling });
  const fingerprint = sha256(loaded.onnx);
  const features = networkFeatures(pictures, frozen, sha256(decoder.id, fingerprint), cache);
  const headSeed = createRandom(recipe.seed, 'head').integer(2 ** 31);
  const head = buildHead(loaded.featureLength, dataset.labels.length, recipe.head, headSeed, dataset.task);
  const network = trainableNetwork(undefined, head);
  return {
    cut: { lastFrozen: loaded.lastLayer, featureShape: [loaded.featureLength] },
    prefixFingerprint: fingerprint,
    features,
    pooled: features,
    precision: { used: 'float32' },
    prefixOnnx: loaded.onnx,
    network,
    head: network,
    dispose() {
      head.dispose();
      void frozen.dispose();
    },
  };
}

function conflict(field: string, why: string): never {
  throw new OptionError('OPTION_CONFLICT', `${why}.`, { details: { field } });
}
