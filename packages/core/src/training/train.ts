import { join } from 'node:path';
import { loadBackbone } from '../backbones/load-backbone.js';
import type { Manifest } from '../bundle/manifest.js';
import { imageDecoder } from '../data/preprocessing.js';
import { type Dataset, SPLITS, type Split } from '../data/types.js';
import { type Engine, startEngine } from '../engine/engine.js';
import { EngineError, TrainingError } from '../errors.js';
import { openFeatureCache } from '../features/feature-cache.js';
import { collectFeatures, type FeatureSet } from '../features/feature-set.js';
import { sha256 } from '../hash.js';
import { fingerprint, fingerprintWeights } from '../network/weights.js';
import type { EpochRecord } from '../progress.js';
import { cacheFolder } from '../storage/cache-folder.js';
import type { Storage } from '../storage/types.js';
import { checkpointFile } from './checkpoint.js';
import { fit } from './fit.js';
import { measure } from './measure.js';
import { buildPipeline, type Pipeline } from './pipeline.js';
import { type ResolvedRecipe, resolveClassWeights, resolveRecipe } from './resolve-recipe.js';
import { saveTrained } from './save-trained.js';
import type { TrainOptions, TrainReport } from './types.js';

export interface TrainResult {
  readonly report: TrainReport;
  /**
   * Writes the model as a bundle under `prefix` of the storage, its frozen part under `prefixes/` of the same storage.
   *
   * @throws BundleError `BUNDLE_EXISTS` when there is one already and `overwrite` is not set.
   */
  save(storage: Storage, prefix: string, options?: { overwrite?: boolean }): Promise<Manifest>;
  /** Frees the tensors. */
  dispose(): void;
}

/** Epochs of the warm-up run with the feature-extraction defaults. */
const WARM_UP_LEARNING_RATE = 1e-3;

/**
 * Teaches a pretrained backbone the dataset's labels.
 *
 *     const dataset = await loadDataset('pets');
 *     const result = await train({ dataset, strategy: fineTuning() });
 *     await result.save(fileStorage('models/pets'), '');
 *
 * The frozen part of the backbone runs once per picture and its output is cached on disk; the rest trains on that. The
 * same recipe, data, seed and engine give the same weights bit for bit.
 *
 * @throws OptionError, BackboneError, WeightsError, NetworkError for a recipe that cannot be carried out.
 * @throws EngineError `ENGINE_NO_GRADIENTS` when fine-tuning without native TensorFlow.
 * @throws TrainingError `TRAINING_DIVERGED`, `TRAINING_FROZEN_DRIFT`.
 * @throws AbortedError when the signal fires; with a checkpoint folder the same call goes on where it stopped.
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const startedMs = performance.now();
  const { dataset, signal, onProgress } = options;
  const recipe = resolveRecipe(options);
  const engine = await startEngine();
  requireGradients(recipe, engine);
  const counts = dataset.labels.map(
    (_, label) => dataset.splits.train.filter((s) => s.label === label).length,
  );
  const classWeights = resolveClassWeights(recipe.classWeights, dataset.labels, counts);

  onProgress?.({ type: 'stage', stage: 'weights', message: `Loading ${recipe.backbone.name}` });
  const loaded = await loadBackbone(recipe.backbone, { signal, onProgress });
  const inputSize = loaded.options.inputSize;
  const preprocessing = {
    inputSize: [inputSize, inputSize] as const,
    resize: recipe.resize,
    scaling: loaded.scaling,
  };
  const cache = openFeatureCache(options.featureCache || cacheFolder('features'));
  const engineKey = `${engine.name} ${engine.version}`;
  const pipeline = await buildPipeline(
    loaded,
    recipe,
    imageDecoder(preprocessing),
    dataset.labels.length,
    cache,
    engineKey,
  );
  loaded.model.dispose();

  try {
    onProgress?.({ type: 'stage', stage: 'features', message: 'Computing features, once per picture' });
    const featuresStartedMs = performance.now();
    const sets = await collectSplits(pipeline, dataset, recipe, options);
    await cache.trim();
    const featuresSeconds = secondsSince(featuresStartedMs);

    const trainingStartedMs = performance.now();
    const run = sha256(JSON.stringify(recipe), dataset.hash, pipeline.prefixKey, engineKey);
    const frozenBefore = await fingerprintFrozen(pipeline);
    const history = await runPhases(pipeline, sets, recipe, run, classWeights, options);
    if ((await fingerprintFrozen(pipeline)) !== frozenBefore) {
      throw new TrainingError(
        'TRAINING_FROZEN_DRIFT',
        'A frozen weight changed during training. This is a defect in Graft; the model is not usable.',
      );
    }
    const trainingSeconds = secondsSince(trainingStartedMs);

    onProgress?.({ type: 'stage', stage: 'evaluation', message: 'Measuring on the test pictures' });
    const { test, baselines } = await measure(pipeline.network, sets, dataset.labels);
    const report: TrainReport = {
      strategy: recipe.strategy.name,
      backbone: loaded.backbone.name,
      test,
      baselines,
      history,
      seconds: { total: secondsSince(startedMs), features: featuresSeconds, training: trainingSeconds },
    };
    return {
      report,
      save: (storage, prefix, saveOptions) =>
        saveTrained(
          { storage, prefix, pipeline, loaded, recipe, preprocessing, dataset, engine, report },
          saveOptions,
        ),
      dispose: pipeline.dispose,
    };
  } catch (error) {
    pipeline.dispose();
    throw error;
  }
}

export type SplitFeatures = Readonly<Record<Split, { features: FeatureSet; pooled: FeatureSet }>>;

async function collectSplits(
  pipeline: Pipeline,
  dataset: Dataset,
  recipe: ResolvedRecipe,
  { signal, onProgress }: TrainOptions,
): Promise<SplitFeatures> {
  const total = SPLITS.reduce((sum, split) => sum + dataset.splits[split].length, 0);
  const sets: Partial<Record<Split, { features: FeatureSet; pooled: FeatureSet }>> = {};
  let before = 0;
  for (const split of SPLITS) {
    const samples = dataset.splits[split];
    const settings = {
      onBadFile: recipe.onBadFile,
      signal,
      onProgress: onProgress && shifted(onProgress, before, total),
    };
    const features = await collectFeatures(pipeline.features, samples, settings);
    const pooled =
      pipeline.pooled === pipeline.features
        ? features
        : await collectFeatures(pipeline.pooled, features.samples, { ...settings, onProgress: undefined });
    sets[split] = { features, pooled };
    before += samples.length;
  }
  return sets as SplitFeatures;
}

/** Reports one split's progress as part of the whole dataset's. */
function shifted(
  onProgress: NonNullable<TrainOptions['onProgress']>,
  before: number,
  total: number,
): typeof onProgress {
  return (event) => {
    if (event.type !== 'progress') return onProgress(event);
    const done = before + event.done;
    onProgress({ ...event, done, total, secondsLeft: (total - done) / event.perSecond });
  };
}

async function runPhases(
  pipeline: Pipeline,
  sets: SplitFeatures,
  recipe: ResolvedRecipe,
  run: string,
  classWeights: readonly number[] | undefined,
  { checkpointFolder, signal, onProgress }: TrainOptions,
): Promise<readonly EpochRecord[]> {
  const checkpoint = checkpointFolder
    ? checkpointFile(join(checkpointFolder, `${run.slice(0, 16)}.checkpoint`), run)
    : undefined;
  const resume = await checkpoint?.load();
  if (resume) {
    const { phase, epoch } = resume.state;
    onProgress?.({
      type: 'notice',
      level: 'info',
      message: `Going on after ${phase} epoch ${epoch} of an interrupted run.`,
    });
  }
  const shared = {
    batchSize: recipe.batchSize,
    optimizer: recipe.optimizer,
    classWeights,
    l2: recipe.head.l2,
    seed: recipe.seed,
    checkpoint,
    signal,
    onProgress,
  };
  let history: readonly EpochRecord[] = [];
  const { strategy } = recipe;
  const needsWarmUp = strategy.name === 'fine-tuning' && strategy.warmUpEpochs > 0;
  if (needsWarmUp && resume?.state.phase !== 'training') {
    onProgress?.({ type: 'stage', stage: 'warm-up', message: 'Warming the new head up on frozen features' });
    history = await fit(pipeline.head, sets.train.pooled, sets.validation.pooled, {
      ...shared,
      phase: 'warm-up',
      epochs: strategy.warmUpEpochs,
      learningRate: WARM_UP_LEARNING_RATE * (recipe.optimizer.name === 'sgd' ? 10 : 1),
      schedule: 'constant',
      earlyStopping: recipe.earlyStopping,
      history,
      resume,
    });
  }
  const message =
    strategy.name === 'fine-tuning' ? 'Training the top of the backbone with the head' : 'Training the head';
  onProgress?.({ type: 'stage', stage: 'training', message });
  history = await fit(pipeline.network, sets.train.features, sets.validation.features, {
    ...shared,
    phase: 'training',
    epochs: recipe.epochs,
    learningRate: recipe.learningRate,
    schedule: recipe.schedule,
    earlyStopping: recipe.earlyStopping,
    history,
    resume: resume?.state.phase === 'training' ? resume : undefined,
  });
  await checkpoint?.remove();
  return history;
}

/** Everything that must not move: the frozen part, and the moving statistics of the part that learns. */
async function fingerprintFrozen({ cut, network }: Pipeline): Promise<string> {
  const statistics = network.weights.filter(({ trainable }) => !trainable);
  return sha256(await fingerprint(cut.prefix), await fingerprintWeights(statistics));
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

function secondsSince(startedMs: number): number {
  return (performance.now() - startedMs) / 1000;
}
