import type { App } from '../app.js';
import { ConflictError } from '../errors.js';
import { childrenOf } from './find-job.js';
import type { JobRow } from './job-handler.js';
import { queueAgain } from './job-states.js';
import { withJob } from './with-job.js';

/**
 * Queues a failed or cancelled job again; a training goes on from its last checkpoint. Of a comparison, the trainings that
 * failed or were cancelled.
 *
 * @throws ConflictError `JOB_NOT_RETRYABLE` for a job in another state.
 */
export async function retryJob(app: App, job: JobRow): Promise<void> {
  if (!isRetryable(job)) throw notRetryable(job);
  if (job.kind === 'COMPARISON') {
    for (const child of await childrenOf(app, job)) if (isRetryable(child)) await retryJob(app, child);
    return;
  }
  await withJob(app.db, job.id, async (transaction, now) => {
    if (!isRetryable(now)) throw notRetryable(now);
    await queueAgain(app, transaction, now, { failures: 0 });
  });
}

function isRetryable({ state }: JobRow): boolean {
  return state === 'FAILED' || state === 'CANCELED';
}

function notRetryable({ state }: JobRow): ConflictError {
  return new ConflictError(
    'JOB_NOT_RETRYABLE',
    `The job is ${state}: expected FAILED or CANCELED. Start another one with new work.`,
    { details: { field: 'job', state } },
  );
}
