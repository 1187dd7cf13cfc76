import { resolve } from 'node:path';
import {
  AbortedError,
  cacheFolder,
  type TrainingRecipe,
  type TrainReport,
  trainInChildProcess,
} from '@graft/core';
import { checkOutFolder } from './check-out-folder.js';
import { withInterrupt } from './terminal/interrupt.js';
import { showProgress } from './terminal/progress.js';

/** The `--json` document of `graft train`. */
export type TrainDocument = { bundle: string } & TrainReport;

export interface TrainingRun {
  /** Dataset folder or manifest. */
  data: string;
  /** Folder of the saved model. */
  out: string;
  overwrite?: boolean;
  /** False: none in the report. */
  pictures?: boolean;
  recipe: TrainingRecipe;
  /** False computes every feature anew. */
  featureCache?: boolean;
}

/**
 * One training run with progress on stderr. Ctrl-C stops it and keeps its checkpoint; the same run goes on from there.
 *
 * @throws BundleError before any work when `out` cannot be used.
 * @throws AbortedError after Ctrl-C.
 */
export async function runTraining({
  data,
  out,
  overwrite = false,
  pictures,
  recipe,
  featureCache,
}: TrainingRun): Promise<TrainDocument> {
  checkOutFolder(out, overwrite);
  const display = showProgress();
  try {
    const { bundle, report } = await withInterrupt('Stopping…', (signal) =>
      trainInChildProcess(
        {
          data: resolve(data),
          out: resolve(out),
          overwrite,
          pictures,
          recipe,
          checkpointFolder: cacheFolder('checkpoints'),
          featureCache: featureCache === false ? false : undefined,
        },
        { signal, onProgress: display.onProgress },
      ),
    );
    const { strategy, backbone, test, baselines, history, seconds, ...more } = report;
    return { bundle, strategy, backbone, test, baselines, history, seconds, ...more };
  } catch (error) {
    if (!(error instanceof AbortedError)) throw error;
    throw new AbortedError(
      'ABORTED',
      'Stopped. What was done is kept: the same command goes on from there.',
      {
        cause: error,
      },
    );
  } finally {
    display.stop();
  }
}
