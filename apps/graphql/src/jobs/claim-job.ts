import { hostname } from 'node:os';
import type { App } from '../app.js';
import { patiently } from '../database/patiently.js';
import type { JobRow } from './job-handler.js';
import { endJob, isEnded, startAttempt } from './job-states.js';
import { withJob } from './with-job.js';

/** Attempts that may fail or vanish without a whole epoch in between. */
export const MAX_FAILURES = 5;

const WORKER = `${hostname()}:${process.pid}`;

/**
 * Takes a job that the queue has handed to this worker.
 *
 * @returns the row with this worker's attempt number; undefined when there is nothing left to do.
 */
export function claimJob({ db }: Pick<App, 'db'>, jobId: string): Promise<JobRow | undefined> {
  return patiently(() =>
    withJob(db, jobId, async (transaction, job) => {
      if (isEnded(job)) return undefined;
      if (job.cancel_requested) {
        await endJob(transaction, job, 'CANCELED');
        return undefined;
      }
      // Running, and yet in the queue: its worker is no longer heard from.
      const failures = job.failures + (job.state === 'RUNNING' ? 1 : 0);
      if (failures >= MAX_FAILURES) {
        const message = `${failures} workers in a row took this job and were not heard from again; out of memory is the usual reason. Retry it with smaller batches or pictures, or on a larger machine.`;
        await endJob(transaction, job, 'FAILED', { fault: { code: 'JOB_WORKERS_LOST', message } });
        return undefined;
      }
      return startAttempt(transaction, job, WORKER, failures);
    }),
  );
}
