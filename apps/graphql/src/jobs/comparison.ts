import type { Transaction } from 'kysely';
import type { JobState, Tables } from '../database/tables.js';
import { addEvent } from './job-events.js';

/**
 * A comparison does no work of its own: it is what its trainings are. Brings it up to date after one of them changed.
 * The comparison must be locked.
 */
export async function settleComparison(transaction: Transaction<Tables>, id: string): Promise<void> {
  const comparison = await transaction
    .selectFrom('jobs')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const children = await transaction
    .selectFrom('jobs')
    .select(['state', 'error_code', 'error_message'])
    .where('parent_id', '=', id)
    .orderBy('finished_at')
    .execute();
  const state = stateOf(children.map((child) => child.state));
  if (state === comparison.state) return;
  const failed = state === 'FAILED' ? children.find((child) => child.state === 'FAILED') : undefined;
  const ended = state !== 'QUEUED' && state !== 'RUNNING';
  await transaction
    .updateTable('jobs')
    .set({
      state,
      cancel_requested: state === 'CANCELED',
      error_code: failed?.error_code ?? null,
      error_message: failed?.error_message ?? null,
      started_at: comparison.started_at ?? new Date(),
      finished_at: ended ? new Date() : null,
    })
    .where('id', '=', id)
    .execute();
  await addEvent(transaction, id, {
    type: 'state',
    payload: {
      state,
      attempt: comparison.attempt,
      errorCode: failed?.error_code ?? undefined,
      errorMessage: failed?.error_message ?? undefined,
    },
  });
}

/** It runs from the first training's start to the last one's end; one failure fails it. */
function stateOf(children: readonly JobState[]): JobState {
  if (children.every((state) => state === 'QUEUED')) return 'QUEUED';
  if (children.some((state) => state === 'QUEUED' || state === 'RUNNING')) return 'RUNNING';
  if (children.includes('FAILED')) return 'FAILED';
  return children.includes('CANCELED') ? 'CANCELED' : 'SUCCEEDED';
}
