import { GraftError } from '@graft/core';
import type { Transaction } from 'kysely';
import type { App } from '../app.js';
import type { Tables } from '../database/tables.js';
import { JobLostError } from '../errors.js';
import { registerModel } from '../models/register-model.js';
import { type Attempt, openAttempt } from './attempt.js';
import { claimJob, MAX_FAILURES } from './claim-job.js';
import { addEvent } from './job-events.js';
import type { JobHandlers, JobOutcome, JobRow } from './job-handler.js';
import { endJob, type JobFault, queueAgain } from './job-states.js';
import { removeLeftovers } from './job-storage.js';
import { recordProgress } from './record-progress.js';

/**
 * Takes a job from the queue to its end, or gives it back. Whatever happens to this process, to others that work on the
 * same job, or to the database, the job ends once and with one model at most: every write is one transaction that holds
 * only while this worker's attempt is the job's last.
 *
 * @param stop fires when this worker is to stop: the handler ends at its next step and the job goes back to the queue.
 * @throws what the database throws when even the job's failure cannot be written: the queue will hand it out again.
 */
export async function runJob(
  app: App,
  handlers: JobHandlers,
  jobId: string,
  stop: AbortSignal,
): Promise<void> {
  const row = await claimJob(app, jobId);
  if (row) await runAttempt(app, handlers, row, stop);
  await removeLeftovers(app, jobId);
}

async function runAttempt(app: App, handlers: JobHandlers, row: JobRow, stop: AbortSignal): Promise<void> {
  const log = app.log.child({ job: row.id, kind: row.kind, attempt: row.attempt });
  const startedMs = performance.now();
  const attempt = openAttempt(app, row, stop);
  const { report, settle } = recordProgress(row.id, attempt);
  app.metrics.jobsRunning.inc();
  log.info('job taken');
  let state: string;
  try {
    const handler = handlers[row.kind as keyof JobHandlers];
    const outcome = await handler(app, { row, signal: attempt.signal, report });
    await settle();
    await attempt.write((transaction, job) => succeed(transaction, job, outcome));
    state = 'SUCCEEDED';
  } catch (stopped) {
    const error = await settle().then(
      () => stopped,
      (fault) => fault,
    );
    state = await settleFailure(app, attempt, error);
    log[state === 'FAILED' || state === 'RETRY' ? 'error' : 'info']({ err: error, state }, 'job interrupted');
  } finally {
    attempt.close();
    app.metrics.jobsRunning.dec();
  }
  const seconds = (performance.now() - startedMs) / 1000;
  app.metrics.jobSeconds.observe({ kind: row.kind, state: state.toLowerCase() }, seconds);
  log.info({ state, seconds }, 'job left');
}

/** The job's end and its model: both or neither. */
async function succeed(
  transaction: Transaction<Tables>,
  job: JobRow,
  { model, result }: JobOutcome,
): Promise<void> {
  if (model) {
    await registerModel(transaction, {
      ...model,
      jobId: job.id,
      datasetId: job.dataset_id,
      datasetVersion: job.dataset_version,
    });
  }
  await endJob(transaction, job, 'SUCCEEDED', { result });
}

/** @returns what became of the job. */
async function settleFailure(
  app: App,
  attempt: Attempt,
  error: unknown,
): Promise<'CANCELED' | 'FAILED' | 'LOST' | 'QUEUED' | 'RETRY'> {
  if (error instanceof JobLostError || attempt.stopReason() === 'lost') return 'LOST';
  const settled = attempt.write(async (transaction, job) => {
    if (attempt.stopReason() === 'canceled' || job.cancel_requested) {
      await endJob(transaction, job, 'CANCELED');
      return 'CANCELED' as const;
    }
    if (attempt.stopReason() === 'stopping') {
      await queueAgain(app, transaction, job, { failures: job.failures });
      return 'QUEUED' as const;
    }
    const fault = faultOf(error, job);
    const failures = job.failures + 1;
    if ((error instanceof GraftError && error.kind === 'input') || failures >= MAX_FAILURES) {
      await endJob(transaction, job, 'FAILED', { fault });
      return 'FAILED' as const;
    }
    const message = `Attempt ${job.attempt} failed and will be repeated. ${fault.message}`;
    await addEvent(transaction, job.id, { type: 'notice', payload: { level: 'warning', message } });
    await queueAgain(app, transaction, job, { failures, delaySeconds: failures });
    return 'RETRY' as const;
  });
  return settled.catch((cause) => {
    if (cause instanceof JobLostError) return 'LOST' as const;
    throw cause;
  });
}

/** Graft's own errors are written for users; others may hold what is nobody's business. */
function faultOf(error: unknown, { id }: JobRow): JobFault {
  if (error instanceof GraftError) return { code: error.code, message: error.message };
  return {
    code: 'INTERNAL_ERROR',
    message: `Something went wrong on the worker. Its log has more under job ${id}.`,
  };
}
