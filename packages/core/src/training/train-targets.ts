import { resolveAugmentation } from '../augmentation/resolve-augmentation.js';
import type { TargetManifest } from '../bundle/target-manifest.js';
import type { Task } from '../data/types.js';
import { OptionError } from '../errors.js';
import type { Storage } from '../storage/types.js';
import { learn } from './learn.js';
import { measureLabels, measureNumbers } from './measure-targets.js';
import { type PreparedRun, prepareRun } from './prepare-run.js';
import { saveTargets } from './save-targets.js';
import type { TargetReport, TargetRun } from './target-report.js';
import { scaledDataset, targetScaleOf } from './target-scale.js';
import type { TrainingRecipe, TrainOptions } from './types.js';

export interface TargetTrainResult {
  readonly report: TargetReport;
  /** As of `TrainResult`; to be opened by `loadTargetModel`. */
  save(storage: Storage, prefix: string, options?: { overwrite?: boolean }): Promise<TargetManifest>;
  /** Frees the tensors. */
  dispose(): void;
}

/**
 * Teaches a pretrained backbone several labels at once (sigmoid and binary cross-entropy) or numbers (squared error), of a
 * dataset that was read for that task. A linear head on frozen features is solved for unless the recipe asks for steps.
 *
 *     const dataset = await loadDataset('rooms.csv', { task: 'multi-label' });
 *     const { report } = await trainTargets({ dataset });
 *
 * @throws as `train`; OptionError `OPTION_CONFLICT` for options that need one label a picture: class weights, balanced
 * sampling, label smoothing, mixed pictures.
 */
export async function trainTargets(options: TrainOptions): Promise<TargetTrainResult> {
  const startedMs = performance.now();
  const { dataset, onProgress } = options;
  const { task } = dataset;
  if (!task) conflict('dataset', 'it was read with one label a picture, which `train` learns');
  checkTargetRecipe(options, task);
  const scale = task === 'regression' ? targetScaleOf(dataset) : undefined;
  const run = { ...options, dataset: scale ? scaledDataset(dataset, scale) : dataset };
  const prepared = await prepareRun(run, scale);
  const { pipeline, sets, recipe, loaded } = prepared;
  try {
    const learned = await learn(prepared, run, startedMs, scale ? 'squared' : 'sigmoid');
    onProgress?.({ type: 'stage', stage: 'evaluation', message: 'Measuring on the test pictures' });
    const shared: TargetRun = {
      strategy: recipe.strategy.name,
      backbone: loaded.backbone.name,
      startedFrom: prepared.startedFrom,
      precision: pipeline.precision,
      history: learned.history,
      seconds: {
        total: (performance.now() - startedMs) / 1000,
        features: prepared.featuresSeconds,
        training: learned.seconds,
      },
    };
    const report: TargetReport = scale
      ? {
          task: 'regression',
          ...(await measureNumbers(pipeline.network, sets, dataset.labels, scale)),
          ...shared,
        }
      : { task: 'multi-label', ...(await measureLabels(pipeline.network, sets, dataset.labels)), ...shared };
    return {
      report,
      async save(storage, prefix, saveOptions) {
        const manifest = await saveTargets(
          { ...finished(prepared), dataset },
          report,
          scale,
          storage,
          prefix,
          saveOptions,
        );
        await learned.checkpoint?.remove();
        return manifest;
      },
      dispose: pipeline.dispose,
    };
  } catch (error) {
    pipeline.dispose();
    throw error;
  } finally {
    await prepared.closeCache();
  }
}

function finished({ pipeline, loaded, recipe, preprocessing, engine }: PreparedRun) {
  return { pipeline, loaded, recipe, preprocessing, engine };
}

/** @throws OptionError `OPTION_CONFLICT` for what needs one label a picture. */
export function checkTargetRecipe(
  { classWeights, sampling, labelSmoothing, augmentation }: TrainingRecipe,
  task: Exclude<Task, 'single-label'>,
): void {
  const given = {
    classWeights: classWeights !== undefined,
    sampling: sampling === 'balanced',
    labelSmoothing: (labelSmoothing ?? 0) > 0,
    'augmentation.mix': resolveAugmentation(augmentation)?.mix !== undefined,
  };
  for (const [field, asked] of Object.entries(given)) {
    if (asked) conflict(field, `it needs one label a picture; the task is ${task}. Leave it out`);
  }
}

function conflict(field: string, why: string): never {
  throw new OptionError('OPTION_CONFLICT', `${field} does not fit: ${why}.`, { details: { field } });
}
