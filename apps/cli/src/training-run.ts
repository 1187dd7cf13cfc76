import { resolve } from 'node:path';
import {
  AbortedError,
  cacheFolder,
  type OnProgress,
  type TargetReport,
  type TargetTrainingJob,
  type TrainingJob,
  type TrainingRecipe,
  type TrainReport,
  trainInChildProcess,
  trainTargetsInChildProcess,
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

/** The `--json` document of `graft train --task multi-label` and `--task regression`. */
export type TargetDocument = { bundle: string } & TargetReport;

/** As `runTraining`, for several labels at once or for numbers. */
export function runTargetTraining(
  run: TrainingRun & Pick<TargetTrainingJob, 'task' | 'targets'>,
): Promise<TargetDocument> {
  const { task, targets } = run;
  return running(run, async (job, options) => {
    const { bundle, report } = await trainTargetsInChildProcess({ ...job, task, targets }, options);
    return { bundle, ...report };
  });
}

/**
 * One training run with progress on stderr. Ctrl-C stops it and keeps its checkpoint; the same run goes on from there.
 *
 * @throws BundleError before any work when `out` cannot be used.
 * @throws AbortedError after Ctrl-C.
 */
export function runTraining(run: TrainingRun): Promise<TrainDocument> {
  return running(run, async (job, options) => {
    const { bundle, report } = await trainInChildProcess({ ...job, pictures: run.pictures }, options);
    const { strategy, backbone, test, baselines, history, seconds, ...more } = report;
    return { bundle, strategy, backbone, test, baselines, history, seconds, ...more };
  });
}

type Job = Omit<TrainingJob, 'pictures'>;

async function running<Document>(
  { data, out, overwrite = false, recipe, featureCache }: TrainingRun,
  body: (job: Job, options: { signal: AbortSignal; onProgress: OnProgress }) => Promise<Document>,
): Promise<Document> {
  checkOutFolder(out, overwrite);
  const display = showProgress();
  const job: Job = {
    data: resolve(data),
    out: resolve(out),
    overwrite,
    recipe,
    checkpointFolder: cacheFolder('checkpoints'),
    featureCache: featureCache === false ? false : undefined,
  };
  try {
    return await withInterrupt('Stopping…', (signal) =>
      body(job, { signal, onProgress: display.onProgress }),
    );
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
