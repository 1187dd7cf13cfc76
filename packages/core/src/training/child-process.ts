import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { AbortedError, ErrorFromChild } from '../errors.js';
import type { OnProgress, ProgressEvent } from '../progress.js';
import type { DataReport } from './check-data.js';
import type { LearningRateReport } from './find-learning-rate.js';
import type { RateSweepOptions } from './sweep-rates.js';
import type {
  DataCheckJob,
  TargetTrainingJob,
  TargetTrainingJobResult,
  TrainingJob,
  TrainingJobResult,
} from './training-job.js';

/** What a child process can be asked to do, once. */
export type ChildRequest =
  | { task: 'train'; job: TrainingJob }
  | { task: 'train-targets'; job: TargetTrainingJob }
  | { task: 'find-learning-rate'; job: Omit<TrainingJob, 'out' | 'overwrite'>; sweep: RateSweepOptions }
  | { task: 'check-data'; job: DataCheckJob };

export interface ChildResults {
  train: TrainingJobResult;
  'train-targets': TargetTrainingJobResult;
  'find-learning-rate': LearningRateReport;
  'check-data': DataReport;
}

/** What the child process tells its parent. */
export type ChildMessage =
  | { type: 'progress'; event: ProgressEvent }
  | { type: 'done'; result: ChildResults[keyof ChildResults] }
  | { type: 'error'; error: SerialisedError };

export interface SerialisedError {
  name: string;
  code: string;
  kind: 'input' | 'failure';
  message: string;
  details: Record<string, unknown>;
  stack?: string;
}

/** After an abort the child has this long to finish its step before it is killed. */
const STOP_GRACE_MS = 20_000;

/**
 * Does one thing in a process of its own, and once more where native code crashed.
 *
 * @throws the child's own GraftError by name, code and kind; AbortedError when the signal fires.
 */
export async function runInChildProcess<Request extends ChildRequest>(
  request: Request,
  options: ChildOptions = {},
): Promise<ChildResults[Request['task']]> {
  try {
    return await runChild(request, options);
  } catch (error) {
    if (!crashed(error) || options.signal?.aborted) throw error;
    // A fault in native code is rare and seldom meets the same run twice; the checkpoint makes a second start cheap.
    options.onProgress?.({
      type: 'notice',
      level: 'warning',
      message: `${(error as Error).message} Starting it once more.`,
    });
    return runChild(request, options);
  }
}

export interface ChildOptions {
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

function crashed(error: unknown): boolean {
  return (
    error instanceof ErrorFromChild &&
    error.code === 'TRAINING_PROCESS_DIED' &&
    ['SIGSEGV', 'SIGBUS', 'SIGABRT'].includes(String(error.details.signal))
  );
}

async function runChild<Request extends ChildRequest>(
  request: Request,
  { signal, onProgress }: ChildOptions,
): Promise<ChildResults[Request['task']]> {
  signal?.throwIfAborted();
  // The compiled file also when this one runs from source: a child of Node cannot run TypeScript on every version.
  const script = fileURLToPath(new URL('../../dist/training/child-main.js', import.meta.url));
  const child = fork(script, {
    // Not the parent's flags: an inspector, a loader or `--eval` is not meant for this script.
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  passOn(child.stderr!);
  const stop = () => stopChild(child);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<ChildResults[Request['task']]>((resolve, reject) => {
      child.on('message', (message: ChildMessage) => {
        if (message.type === 'progress') onProgress?.(message.event);
        if (message.type === 'done') resolve(message.result as ChildResults[Request['task']]);
        if (message.type === 'error') reject(revive(message.error));
      });
      child.on('error', reject);
      child.on('exit', (code, signalName) => reject(died(code, signalName, signal?.aborted ?? false)));
      child.send(request);
    });
  } finally {
    signal?.removeEventListener('abort', stop);
    if (child.connected) child.disconnect();
  }
}

/** TensorFlow logs each graph's start whatever `TF_CPP_MIN_LOG_LEVEL` says; its I and W lines are noise to a user. */
const TENSORFLOW_NOISE = /^(WARNING: All log messages before absl::InitializeLog|[IW]\d{4} \d\d:\d\d:\d\d)/;

function passOn(stderr: Readable): void {
  createInterface({ input: stderr }).on('line', (line) => {
    if (!TENSORFLOW_NOISE.test(line)) process.stderr.write(`${line}\n`);
  });
}

function stopChild(child: ChildProcess): void {
  if (child.connected) child.send('stop');
  setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS).unref();
}

function died(code: number | null, signalName: string | null, aborted: boolean): Error {
  if (aborted) return new AbortedError('ABORTED', 'Stopped.');
  return new ErrorFromChild(
    {
      name: 'TrainingError',
      code: 'TRAINING_PROCESS_DIED',
      kind: 'failure',
      details: { code, signal: signalName },
    },
    `The training process ended early (${signalName ? `signal ${signalName}` : `exit code ${code}`}); out of memory is the usual reason. The same command goes on from the last whole epoch.`,
  );
}

function revive({ message, ...facts }: SerialisedError): Error {
  return facts.code === 'ABORTED' ? new AbortedError('ABORTED', message) : new ErrorFromChild(facts, message);
}
