import type * as tf from '@tensorflow/tfjs';
import type { OnnxBackbone } from '../backbone-files/types.js';
import type { LoadedBackbone } from '../backbones/load-backbone.js';
import { listBackbones } from '../backbones/registry.js';
import { WEIGHTS_FILE } from '../bundle/layout.js';
import { loadFrozen } from '../bundle/load-frozen.js';
import { type Bundle, readAnyBundle } from '../bundle/read-bundle.js';
import type { AnyManifest } from '../bundle/target-manifest.js';
import type { Dataset } from '../data/types.js';
import { OptionError } from '../errors.js';
import { copyNetwork } from '../network/copy.js';
import { joinNetworks } from '../network/join-networks.js';
import { deserializeNetwork } from '../network/serialize.js';
import { withoutPooling } from '../network/with-layers.js';
import { fileStorage } from '../storage/file-storage.js';
import { resolveHead } from './head.js';
import { resolveBackbone } from './resolve-backbone.js';
import type { BackboneChoice, TrainingRecipe } from './types.js';

/** What an earlier model gives to a run that goes on from it. */
export interface StartingModel {
  readonly manifest: AnyManifest;
  /** The earlier model's backbone, what it had learned included. */
  readonly loaded: LoadedBackbone | OnnxBackbone;
  /** Its head, to take known labels from. The caller disposes it. */
  readonly trained: tf.LayersModel;
  /** The recipe with what follows from the earlier model filled in. */
  readonly recipe: TrainingRecipe;
}

/**
 * Opens the model in `recipe.startFrom`. Needs a running engine.
 *
 * @throws OptionError `OPTION_CONFLICT` where the recipe asks for another backbone or input size than the model has, or the
 * dataset for another task or other numbers; BundleError as `readBundle` does.
 */
export async function openStartingModel(
  recipe: TrainingRecipe & { readonly startFrom: string },
  dataset: Dataset,
): Promise<StartingModel> {
  const bundle = await readAnyBundle(fileStorage(recipe.startFrom), '');
  const { manifest } = bundle;
  refuseOtherTargets(recipe.startFrom, manifest, dataset);
  refuseOtherBackbone(recipe, manifest);
  const trained = await deserializeNetwork(bundle.weights, WEIGHTS_FILE);
  const { name, inputSize, alpha } = manifest.backbone;
  const { pooling, featureLayers, dense } = manifest.head;
  const head = recipe.head ?? { pooling, featureLayers, dense };
  return {
    manifest,
    loaded: manifest.backbone.onnx ? await onnxBackboneOf(bundle, head) : await backboneOf(bundle, trained),
    trained,
    recipe: {
      ...recipe,
      backbone: { name, inputSize, alpha },
      resize: recipe.resize ?? manifest.preprocessing.resize,
      head,
    },
  };
}

async function onnxBackboneOf(
  { manifest, compiled }: Bundle<AnyManifest>,
  asked: TrainingRecipe['head'],
): Promise<OnnxBackbone> {
  const { backbone, preprocessing, prefix, head } = manifest;
  const { pooling } = resolveHead(asked);
  if (pooling !== head.pooling) {
    throw new OptionError(
      'OPTION_CONFLICT',
      `The model's backbone is an ONNX file that ends in ${head.pooling} pooling; received ${pooling}. Leave the pooling out.`,
      { details: { field: 'head.pooling', received: pooling, expected: head.pooling } },
    );
  }
  const { name, inputSize, alpha, weightsSource } = backbone;
  return {
    backbone: { name },
    options: { inputSize, alpha },
    onnx: await compiled!.readPrefix(),
    lastLayer: prefix.lastLayer,
    featureLength: prefix.featureShape[0]!,
    scaling: preprocessing.scaling,
    weightsSource,
    embedded: false,
  };
}

async function backboneOf(bundle: Bundle<AnyManifest>, trained: tf.LayersModel): Promise<LoadedBackbone> {
  const { id, backbone, preprocessing, head, strategy, prefix } = bundle.manifest;
  const frozen = await loadFrozen(bundle);
  const whole = await joinNetworks(frozen, trained, backbone.name);
  const model = await copyNetwork(withoutPooling(whole, head.pooling, head.featureLayers));
  for (const network of [frozen, whole]) network.dispose();
  const { name, inputSize, alpha, weightsSource } = backbone;
  const known = listBackbones().find((candidate) => candidate.name === name);
  const tuned = strategy.name === 'fine-tuning';
  return {
    backbone: { name, fineTuneFrom: known?.fineTuneFrom ?? strategy.from },
    options: { inputSize, alpha },
    model,
    scaling: preprocessing.scaling,
    weightsSource: tuned ? `${weightsSource}, fine-tuned in model ${id}` : weightsSource,
    embedded: !tuned && prefix.sha256 === undefined,
  };
}

function refuseOtherTargets(place: string, manifest: AnyManifest, dataset: Dataset): void {
  const [made, asked] = [manifest, dataset].map((one) => ('task' in one && one.task) || 'single-label');
  if (made !== asked) {
    throw new OptionError(
      'OPTION_CONFLICT',
      `The model at ${place} is made for ${made}, the dataset was read for ${asked}. Read the dataset with task '${made}' (\`--task ${made}\`), or train without that model.`,
      { details: { field: 'startFrom', received: asked, expected: made } },
    );
  }
  const [known, numbers] = [manifest, dataset].map(({ labels }) => labels.toSorted().join(', '));
  if (made !== 'regression' || known === numbers) return;
  throw new OptionError(
    'OPTION_CONFLICT',
    `The model at ${place} says the numbers ${known}; the dataset has ${numbers}. Read these columns with \`targets\` (\`--targets\`), or train without that model.`,
    { details: { field: 'startFrom', received: numbers, expected: known } },
  );
}

function refuseOtherBackbone({ backbone, startFrom }: TrainingRecipe, manifest: AnyManifest): void {
  const asked: Partial<BackboneChoice> = backbone === undefined ? {} : resolveBackbone(backbone);
  for (const field of ['path', 'weights', 'name', 'inputSize', 'alpha'] as const) {
    const has = field === 'weights' || field === 'path' ? undefined : manifest.backbone[field];
    if (asked[field] === undefined || asked[field] === has) continue;
    throw new OptionError(
      'OPTION_CONFLICT',
      `The model at ${startFrom} has ${has === undefined ? 'a backbone of its own' : `backbone ${field} ${has}`}; received ${field} ${asked[field]}. ` +
        'Leave the backbone out, or train without that model.',
      { details: { field: 'backbone', received: asked[field], expected: has } },
    );
  }
}
