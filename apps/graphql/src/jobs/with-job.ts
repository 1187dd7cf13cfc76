import type { Transaction } from 'kysely';
import type { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import type { JobRow } from './job-handler.js';

/**
 * A transaction in which nobody else changes this job, nor the comparison that it belongs to: what is read here stays
 * true until it is written.
 *
 * @param body is not called, and undefined returned, when there is no such job.
 */
export function withJob<T>(
  db: Database,
  jobId: string,
  body: (transaction: Transaction<Tables>, job: JobRow) => Promise<T>,
): Promise<T | undefined> {
  return db.transaction().execute(async (transaction) => {
    const lock = (id: string) =>
      transaction.selectFrom('jobs').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    const parent = await transaction
      .selectFrom('jobs')
      .select('parent_id')
      .where('id', '=', jobId)
      .executeTakeFirst();
    // Always parent first: in one order nobody waits for somebody who waits for him.
    if (parent?.parent_id) await lock(parent.parent_id);
    const job = await lock(jobId);
    return job && body(transaction, job);
  });
}
