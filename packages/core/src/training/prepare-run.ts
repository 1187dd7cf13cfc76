import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBackboneFile } from '../backbone-files/load-backbone-file.js';
import type { OnnxBackbone } from '../backbone-files/types.js';
import { type LoadedBackbone, loadBackbone } from '../backbones/load-backbone.js';
import type { ImagePreprocessing } from '../data/preprocessing.js';
import type { Dataset } from '../data/types.js';
import { type Engine, startEngine } from '../engine/engine.js';
import { EngineError } from '../errors.js';
import { type FeatureRounding, openFeatureCache } from '../features/feature-cache.js';
import { validCuts } from '../network/cut.js';
import { withPooling } from '../network/with-layers.js';
import type { ProgressEvent } from '../progress.js';
import { cacheFolder } from '../storage/cache-folder.js';
import { collectSplits, type SplitFeatures } from './collect-splits.js';
import { keepHead } from './keep-head.js';
import { buildOnnxPipeline } from './onnx-pipeline.js';
import { buildPipeline, type Pipeline } from './pipeline.js';
import { type ResolvedRecipe, resolveClassWeights, resolveRecipe } from './resolve-recipe.js';
import { openStartingModel, type StartingModel } from './starting-model.js';
import { scaleHead, type TargetScale } from './target-scale.js';
import type { StartedFrom, TrainOptions } from './types.js';

/** Everything that comes before the first update: the network, cut and with its new head, and all features. */
export interface PreparedRun {
  readonly recipe: ResolvedRecipe;
  readonly engine: Engine;
  readonly engineKey: string;
  readonly loaded: LoadedBackbone | OnnxBackbone;
  readonly startedFrom: StartedFrom | undefined;
  readonly preprocessing: ImagePreprocessing;
  readonly classWeights: readonly number[] | undefined;
  /** To be disposed by the caller. */
  readonly pipeline: Pipeline;
  readonly sets: SplitFeatures;
  readonly featuresSeconds: number;
  readonly rounding?: FeatureRounding;
  /** Removes what is on disk for this run only; the sets cannot be read after it. */
  closeCache(): Promise<void>;
}

/**
 * @param scale of a dataset of numbers, which are scaled by it already.
 * @throws what `train` throws before it learns.
 */
export async function prepareRun(options: TrainOptions, scale?: TargetScale): Promise<PreparedRun> {
  const { dataset, signal, onProgress } = options;
  resolveRecipe(options, dataset.task); // What is wrong with it is said before anything is loaded.
  const engine = await startEngine();
  const { startFrom } = options;
  const start =
    startFrom === undefined ? undefined : await openStartingModel({ ...options, startFrom }, dataset);
  const resolved = resolveRecipe(start?.recipe ?? options, dataset.task);
  requireGradients(resolved, engine);
  const counts = dataset.labels.map(
    (_, label) => dataset.splits.train.filter((s) => s.label === label).length,
  );
  const classWeights = resolveClassWeights(resolved.classWeights, dataset.labels, counts);

  onProgress?.({ type: 'stage', stage: 'weights', message: `Loading ${resolved.backbone.name}` });
  const loaded = start?.loaded ?? (await load(resolved, { signal, onProgress }));
  const recipe = namesFeatureLayers(options) ? resolved : withoutFrozenFeatureLayers(resolved, loaded);
  const inputSize = loaded.options.inputSize;
  const preprocessing = {
    inputSize: [inputSize, inputSize] as const,
    resize: recipe.resize,
    scaling: loaded.scaling,
  };
  const cache = openFeatureCache(await cacheFolderFor(options.featureCache), {
    precision: recipe.cachePrecision,
  });
  const engineKey = `${engine.name} ${engine.version}`;
  const context = { cache, engineKey, signal, onProgress };
  const pipeline = await ('onnx' in loaded
    ? buildOnnxPipeline(loaded, recipe, preprocessing, dataset, context)
    : buildPipeline(loaded, recipe, preprocessing, dataset, context).finally(() => loaded.model.dispose()));
  const startedFrom = start && (await goOnFrom(start, pipeline, dataset, scale, onProgress));
  const closeCache = async () => {
    await cache.close();
    if (options.featureCache === false) await rm(cache.folder, { recursive: true, force: true });
  };

  try {
    onProgress?.({ type: 'stage', stage: 'features', message: 'Computing features, once per picture' });
    const startedMs = performance.now();
    const sets = await collectSplits(pipeline, dataset, recipe, { signal, onProgress });
    await cache.trim();
    const rounding = cache.rounding();
    if (rounding) onProgress?.(roundingNotice(rounding));
    const featuresSeconds = (performance.now() - startedMs) / 1000;
    return {
      recipe,
      engine,
      engineKey,
      loaded,
      startedFrom,
      preprocessing,
      classWeights,
      pipeline,
      sets,
      featuresSeconds,
      rounding,
      closeCache,
    };
  } catch (error) {
    pipeline.dispose();
    await closeCache();
    throw error;
  }
}

function load({ backbone, head }: ResolvedRecipe, context: Pick<TrainOptions, 'signal' | 'onProgress'>) {
  const { path } = backbone;
  return path === undefined
    ? loadBackbone(backbone, context)
    : loadBackboneFile({ ...backbone, path, pooling: head.pooling, onProgress: context.onProgress });
}

function namesFeatureLayers({ head }: TrainOptions): boolean {
  return typeof head === 'object' && head.featureLayers !== undefined;
}

/** A default that stands in the way of the cut that was asked for gives way: one tensor has to pass it. */
function withoutFrozenFeatureLayers(
  recipe: ResolvedRecipe,
  loaded: LoadedBackbone | OnnxBackbone,
): ResolvedRecipe {
  const { strategy, head } = recipe;
  if ('onnx' in loaded || strategy.name !== 'fine-tuning' || !head.featureLayers) return recipe;
  const from = strategy.from ?? loaded.backbone.fineTuneFrom;
  const network = withPooling(loaded.model, head.pooling, head.featureLayers);
  return from === undefined || validCuts(network).includes(from)
    ? recipe
    : { ...recipe, head: { ...head, featureLayers: undefined } };
}

async function goOnFrom(
  { manifest, trained }: StartingModel,
  { head }: Pipeline,
  { labels }: Dataset,
  scale: TargetScale | undefined,
  onProgress: TrainOptions['onProgress'],
): Promise<StartedFrom> {
  const kept = await keepHead(head.head, labels, trained, manifest.labels);
  if (scale && kept.length > 0) scaleHead(head.head, scale);
  trained.dispose();
  const added = labels.filter((label) => !manifest.labels.includes(label));
  const message = `Going on from model ${manifest.id}: ${kept.length} of ${labels.length} labels are known${added.length > 0 ? `, new: ${added.join(', ')}` : ''}.`;
  onProgress?.({ type: 'notice', level: 'info', message });
  return { model: manifest.id, labels: manifest.labels, kept };
}

function requireGradients({ strategy }: ResolvedRecipe, engine: Engine): void {
  if (strategy.name !== 'fine-tuning' || engine.name === 'native') return;
  throw new EngineError(
    'ENGINE_NO_GRADIENTS',
    `Fine-tuning needs native TensorFlow, but this machine runs the ${engine.name} engine (${engine.missing.join('; ') || 'asked for by GRAFT_ENGINE'}). ` +
      'Run `npm run bootstrap` and look at `graft doctor`, or use feature extraction, which works here.',
    { details: { engine: engine.name } },
  );
}

/** Rounding to float16 changes a 5,000th or so; a hundredth means numbers that are too large or too small for it. */
const LARGE_ROUNDING = 0.01;

function roundingNotice({ relativeError, largestError }: FeatureRounding): ProgressEvent {
  const percent = (error: number) => `${(100 * error).toPrecision(2)}%`;
  const message = `Features are kept in float16 and differ from float32 by ${percent(relativeError)} (at most ${percent(largestError)} in one picture).`;
  return largestError > LARGE_ROUNDING
    ? { type: 'notice', level: 'warning', message: `${message} That is much; keep them in float32.` }
    : { type: 'notice', level: 'info', message };
}

/** Without a cache to keep, features still go through the disk, so that memory stays flat: a folder for this run only. */
async function cacheFolderFor(featureCache: string | false | undefined): Promise<string> {
  if (featureCache === false) return mkdtemp(join(tmpdir(), 'graft-features-'));
  return featureCache ?? cacheFolder('features');
}
