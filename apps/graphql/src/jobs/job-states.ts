import type { Transaction } from 'kysely';
import type { App } from '../app.js';
import type { JobState, Tables } from '../database/tables.js';
import { settleComparison } from './comparison.js';
import { addEvent } from './job-events.js';
import type { JobRow } from './job-handler.js';

const ENDED: readonly JobState[] = ['SUCCEEDED', 'FAILED', 'CANCELED'];

export function isEnded({ state }: Pick<JobRow, 'state'>): boolean {
  return ENDED.includes(state);
}

/** Why a job failed, in words that its owner may read. */
export interface JobFault {
  readonly code: string;
  readonly message: string;
}

/** A worker takes the job: its attempt number is what lets it write from now on. The job must be locked. */
export async function startAttempt(
  transaction: Transaction<Tables>,
  job: JobRow,
  worker: string,
  failures: number,
): Promise<JobRow> {
  const taken = await transaction
    .updateTable('jobs')
    .set({
      state: 'RUNNING',
      attempt: job.attempt + 1,
      worker,
      failures,
      stage: null,
      progress: null,
      seconds_left: null,
      images_per_second: null,
      started_at: job.started_at ?? new Date(),
    })
    .where('id', '=', job.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await addEvent(transaction, job.id, {
    type: 'state',
    payload: { state: 'RUNNING', attempt: taken.attempt },
  });
  if (job.parent_id) await settleComparison(transaction, job.parent_id);
  return taken;
}

/** The job waits for a worker again. The job must be locked. */
export async function queueAgain(
  { queue }: Pick<App, 'queue'>,
  transaction: Transaction<Tables>,
  job: JobRow,
  changes: { failures: number; delaySeconds?: number },
): Promise<void> {
  await transaction
    .updateTable('jobs')
    .set({
      state: 'QUEUED',
      worker: null,
      failures: changes.failures,
      cancel_requested: false,
      error_code: null,
      error_message: null,
      finished_at: null,
    })
    .where('id', '=', job.id)
    .execute();
  await queue.enqueue(transaction, job.id, changes.delaySeconds);
  await addEvent(transaction, job.id, { type: 'state', payload: { state: 'QUEUED', attempt: job.attempt } });
  if (job.parent_id) await settleComparison(transaction, job.parent_id);
}

/** The last word on a job, unless it is retried. The job must be locked. */
export async function endJob(
  transaction: Transaction<Tables>,
  job: JobRow,
  state: 'SUCCEEDED' | 'FAILED' | 'CANCELED',
  { fault, result }: { fault?: JobFault; result?: Record<string, unknown> } = {},
): Promise<void> {
  await transaction
    .updateTable('jobs')
    .set({
      state,
      ...(state === 'SUCCEEDED' && { progress: 1 }),
      seconds_left: null,
      error_code: fault?.code ?? null,
      error_message: fault?.message ?? null,
      ...(result && { result: JSON.stringify(result) }),
      finished_at: new Date(),
    })
    .where('id', '=', job.id)
    .execute();
  await addEvent(transaction, job.id, {
    type: 'state',
    payload: { state, attempt: job.attempt, errorCode: fault?.code, errorMessage: fault?.message },
  });
  if (job.parent_id) await settleComparison(transaction, job.parent_id);
}
