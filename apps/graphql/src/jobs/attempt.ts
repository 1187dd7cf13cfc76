import type { Transaction } from 'kysely';
import type { App } from '../app.js';
import { patiently } from '../database/patiently.js';
import type { Tables } from '../database/tables.js';
import { JobLostError } from '../errors.js';
import type { JobRow } from './job-handler.js';
import { withJob } from './with-job.js';

/** How often a worker looks whether its job was cancelled or is somebody else's. */
const WATCH_MS = 1000;

/** Why a handler is told to stop. */
export type StopReason = 'canceled' | 'lost' | 'stopping' | 'unwritable';

/** A worker's hold on a job. */
export interface Attempt {
  readonly signal: AbortSignal;
  /** Why the signal fired; undefined while it has not. */
  stopReason(): StopReason | undefined;
  abandon(reason: StopReason): void;
  /**
   * Writes while the job is still this attempt's, in one transaction with it locked; waits for a database that is away.
   *
   * @throws JobLostError when it no longer is: nothing was written.
   */
  write<T>(body: (transaction: Transaction<Tables>, job: JobRow) => Promise<T>): Promise<T>;
  /** Stops watching. */
  close(): void;
}

export function openAttempt(
  { db }: Pick<App, 'db'>,
  { id, attempt }: JobRow,
  workerStops: AbortSignal,
): Attempt {
  const controller = new AbortController();
  const abandon = (reason: StopReason) => controller.abort(reason);
  const onStop = () => abandon('stopping');
  if (workerStops.aborted) onStop();
  workerStops.addEventListener('abort', onStop, { once: true });

  const watch = setInterval(async () => {
    const query = db.selectFrom('jobs').select(['state', 'attempt', 'cancel_requested']).where('id', '=', id);
    // A database that is away says nothing about the job.
    const job = await query.executeTakeFirst().catch(() => 'unknown' as const);
    if (job === 'unknown') return;
    if (job?.state !== 'RUNNING' || job.attempt !== attempt) abandon('lost');
    else if (job.cancel_requested) abandon('canceled');
  }, WATCH_MS);

  return {
    signal: controller.signal,
    stopReason: () => controller.signal.reason as StopReason | undefined,
    abandon,
    async write(body) {
      const inTransaction = () =>
        withJob(db, id, async (transaction, job) => {
          if (job.state !== 'RUNNING' || job.attempt !== attempt) throw lost(id, attempt);
          return { value: await body(transaction, job) };
        });
      const written = await patiently(inTransaction, workerStops);
      if (!written) throw lost(id, attempt);
      return written.value;
    },
    close() {
      clearInterval(watch);
      workerStops.removeEventListener('abort', onStop);
    },
  };
}

function lost(id: string, attempt: number): JobLostError {
  return new JobLostError('JOB_LOST', `Attempt ${attempt} no longer holds job ${id}.`);
}
