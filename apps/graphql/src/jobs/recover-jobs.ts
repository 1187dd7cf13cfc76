import { sql } from 'kysely';
import type { App } from '../app.js';

/**
 * Queues unfinished jobs again that the queue knows nothing of: their entries were used up by workers that died one after
 * the other, or did not come back with a restored database. Whoever takes one sees how often it has failed.
 *
 * @returns how many there were.
 */
export function recoverJobs({ db, queue }: Pick<App, 'db' | 'queue'>): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    // One worker at a time, or each would queue them.
    await sql`select pg_advisory_xact_lock(hashtext('graft recover jobs'))`.execute(transaction);
    const unfinished = await transaction
      .selectFrom('jobs')
      .select('id')
      .where('state', 'in', ['QUEUED', 'RUNNING'])
      .where('kind', '!=', 'COMPARISON')
      .execute();
    const lost = await queue.missing(
      transaction,
      unfinished.map(({ id }) => id),
    );
    for (const id of lost) await queue.enqueue(transaction, id);
    return lost.length;
  });
}
