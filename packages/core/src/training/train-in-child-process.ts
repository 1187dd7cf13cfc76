import type { DataReport } from './check-data.js';
import { type ChildOptions, runInChildProcess } from './child-process.js';
import type { LearningRateReport } from './find-learning-rate.js';
import type { RateSweepOptions } from './sweep-rates.js';
import type {
  DataCheckJob,
  TargetTrainingJob,
  TargetTrainingJobResult,
  TrainingJob,
  TrainingJobResult,
} from './training-job.js';

export type {
  DataCheckJob,
  TargetTrainingJob,
  TargetTrainingJobResult,
  TrainingJob,
  TrainingJobResult,
} from './training-job.js';

/**
 * Trains in a process of its own: native operations block the event loop for tens of milliseconds each, and a crash in
 * native code must not take a server down. Interrupted runs go on from their checkpoint when the same job is started again.
 *
 * @throws the child's own GraftError by name, code and kind; AbortedError when the signal fires.
 */
export function trainInChildProcess(
  job: TrainingJob,
  options: ChildOptions = {},
): Promise<TrainingJobResult> {
  return runInChildProcess({ task: 'train', job }, options);
}

/** `trainTargets` in a process of its own, as `trainInChildProcess`. */
export function trainTargetsInChildProcess(
  job: TargetTrainingJob,
  options: ChildOptions = {},
): Promise<TargetTrainingJobResult> {
  return runInChildProcess({ task: 'train-targets', job }, options);
}

/** `findLearningRate` in a process of its own, for the same reasons. */
export function findLearningRateInChildProcess(
  job: Omit<TrainingJob, 'out' | 'overwrite'>,
  sweep: RateSweepOptions,
  options: ChildOptions = {},
): Promise<LearningRateReport> {
  return runInChildProcess({ task: 'find-learning-rate', job, sweep }, options);
}

/** `checkData` in a process of its own, for the same reasons. Pictures that are in two splits are part of what it finds. */
export function checkDataInChildProcess(job: DataCheckJob, options: ChildOptions = {}): Promise<DataReport> {
  return runInChildProcess({ task: 'check-data', job }, options);
}
