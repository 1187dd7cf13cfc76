/** Entry of the training process started by `trainInChildProcess`: one job in, progress and one answer out. */
import { resolve } from 'node:path';
import { loadDataset } from '../data/load-dataset.js';
import { BundleError, GraftError } from '../errors.js';
import type { OnProgress } from '../progress.js';
import { cacheFolder } from '../storage/cache-folder.js';
import { fileStorage } from '../storage/file-storage.js';
import type { Storage } from '../storage/types.js';
import { checkData, type DataReport } from './check-data.js';
import type { ChildMessage, ChildRequest, ChildResults, SerialisedError } from './child-process.js';
import { findLearningRate } from './find-learning-rate.js';
import type { SaveOptions } from './save-trained.js';
import { train } from './train.js';
import { trainTargets } from './train-targets.js';
import type { DataCheckJob, TargetTrainingJob, TrainingJob } from './training-job.js';
import type { TrainOptions } from './types.js';

const abort = new AbortController();
const send = (message: ChildMessage) => process.send?.(message);

process.on('message', (message: ChildRequest | 'stop') => {
  if (message === 'stop') abort.abort();
  else void answer(message);
});
// A killed parent must not leave a process training for nobody.
process.on('disconnect', () => process.exit(1));
// Ctrl-C reaches the whole process group; the parent decides and says 'stop'.
process.on('SIGINT', () => {});

async function answer(request: ChildRequest): Promise<void> {
  try {
    send({ type: 'done', result: await run(request, (event) => send({ type: 'progress', event })) });
  } catch (error) {
    send({ type: 'error', error: serialise(error) });
  }
}

function run(request: ChildRequest, onProgress: OnProgress): Promise<ChildResults[ChildRequest['task']]> {
  if (request.task === 'train') return trainAndSave(request.job, train, onProgress);
  if (request.task === 'train-targets') return trainAndSave(request.job, trainTargets, onProgress);
  if (request.task === 'check-data') return readAndCheck(request.job, onProgress);
  return readAnd(request.job, onProgress, (options) => findLearningRate(options, request.sweep));
}

interface Saved<Report> {
  readonly report: Report;
  save(storage: Storage, prefix: string, options: SaveOptions): Promise<unknown>;
}

async function trainAndSave<Report>(
  job: TrainingJob,
  body: (options: TrainOptions) => Promise<Saved<Report>>,
  onProgress: OnProgress,
): Promise<{ report: Report; bundle: string }> {
  const storage = fileStorage(job.out);
  if (!job.overwrite && (await storage.exists('model.json'))) {
    throw new BundleError(
      'BUNDLE_EXISTS',
      `${job.out} holds a model already. Choose another folder or allow overwriting.`,
    );
  }
  const result = await readAnd(job, onProgress, body);
  onProgress({ type: 'stage', stage: 'saving', message: `Saving ${job.out}` });
  await result.save(storage, '', { overwrite: job.overwrite, pictures: job.pictures });
  return { report: result.report, bundle: resolve(job.out) };
}

async function readAndCheck(job: DataCheckJob, onProgress: OnProgress): Promise<DataReport> {
  const { data, fractions, seed, task, targets, backbone, featureCache } = job;
  const { signal } = abort;
  const read = { ...fractions, seed, task, targets, onSplitOverlap: 'keep' } as const;
  const dataset = await loadDataset(data, { ...read, onProgress, signal });
  return checkData({ dataset, backbone, featureCache, onProgress, signal });
}

/** Reads the dataset and does something with it. */
async function readAnd<T>(
  job: Omit<TrainingJob, 'out' | 'overwrite'> & Partial<Pick<TargetTrainingJob, 'task' | 'targets'>>,
  onProgress: OnProgress,
  body: (options: TrainOptions) => Promise<T>,
): Promise<T> {
  const { seed, onBadFile } = job.recipe;
  onProgress({ type: 'stage', stage: 'dataset', message: `Reading ${job.data}` });
  const dataset = await loadDataset(job.data, {
    ...job.fractions,
    task: job.task,
    targets: job.targets,
    seed,
    onBadFile,
    onProgress,
    signal: abort.signal,
  });
  return body({
    ...job.recipe,
    dataset,
    featureCache: job.featureCache,
    checkpointFolder: job.checkpointFolder ?? cacheFolder('checkpoints'),
    signal: abort.signal,
    onProgress,
  });
}

function serialise(error: unknown): SerialisedError {
  const { message, stack, name } = error instanceof Error ? error : new Error(String(error));
  if (!(error instanceof GraftError)) {
    return { name, code: 'TRAINING_FAILED', kind: 'failure', message, details: {}, stack };
  }
  return { name, code: error.code, kind: error.kind, message, details: { ...error.details }, stack };
}
