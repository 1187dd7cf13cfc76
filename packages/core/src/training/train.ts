import type { Manifest } from '../bundle/manifest.js';
import { OptionError } from '../errors.js';
import type { Storage } from '../storage/types.js';
import { learn } from './learn.js';
import { measure } from './measure.js';
import { prepareRun } from './prepare-run.js';
import { type SaveOptions, saveTrained } from './save-trained.js';
import type { TrainOptions, TrainReport } from './types.js';

export interface TrainResult {
  readonly report: TrainReport;
  /**
   * Writes the model as a bundle under `prefix` of the storage, its frozen part under `prefixes/` of the same storage.
   *
   * @throws BundleError `BUNDLE_EXISTS` when there is one already and `overwrite` is not set.
   */
  save(storage: Storage, prefix: string, options?: SaveOptions): Promise<Manifest>;
  /** Frees the tensors. */
  dispose(): void;
}

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
  const { dataset, onProgress } = options;
  if (dataset.task) {
    throw new OptionError(
      'OPTION_CONFLICT',
      `The dataset was read for ${dataset.task}; train it with trainTargets.`,
      {
        details: { field: 'dataset' },
      },
    );
  }
  const prepared = await prepareRun(options);
  const { recipe, engine, loaded, preprocessing, pipeline, sets } = prepared;
  try {
    const { history, outOfFold, checkpoint, seconds } = await learn(prepared, options, startedMs);

    onProgress?.({ type: 'stage', stage: 'evaluation', message: 'Measuring on the test pictures' });
    const { familiarity, evidence, ...measured } = await measure(
      pipeline.network,
      sets,
      dataset.labels,
      outOfFold,
    );
    const report: TrainReport = {
      strategy: recipe.strategy.name,
      backbone: loaded.backbone.name,
      startedFrom: prepared.startedFrom,
      ...measured,
      precision: pipeline.precision,
      rounding: prepared.rounding,
      history,
      seconds: {
        total: secondsSince(startedMs),
        features: prepared.featuresSeconds,
        training: seconds,
      },
    };
    return {
      report,
      async save(storage, prefix, saveOptions) {
        const trained = {
          pipeline,
          loaded,
          recipe,
          preprocessing,
          dataset,
          engine,
          report,
          familiarity,
          evidence,
        };
        const manifest = await saveTrained(trained, storage, prefix, saveOptions);
        // Only now: a run killed while it measures or saves goes on from its last epoch.
        await checkpoint?.remove();
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

function secondsSince(startedMs: number): number {
  return (performance.now() - startedMs) / 1000;
}
