import type { EpochRecord } from '@graft/core';
import type { App } from '../app.js';
import type { Database } from '../database/database.js';
import type { PageQuery } from '../database/page-query.js';
import type { JobEvent } from './job-events.js';

/** A page of a job's story, oldest first; the sort key is the event's id. */
export async function listEvents(
  { db }: Pick<App, 'db'>,
  jobId: string,
  { after, before, limit, inverted }: PageQuery,
): Promise<JobEvent[]> {
  let query = storyOf(db, jobId).selectAll().limit(limit);
  if (after) query = query.where('id', '>', after[0]!);
  if (before) query = query.where('id', '<', before[0]!);
  const rows = await query.orderBy('id', inverted ? 'desc' : 'asc').execute();
  // PGlite gives numbers where PostgreSQL's driver gives text.
  return rows.map((row) => ({ ...row, id: String(row.id) })) as unknown as JobEvent[];
}

/** Id of the last event so far; undefined where there is none. */
export async function newestEvent({ db }: Pick<App, 'db'>, jobId: string): Promise<string | undefined> {
  const row = await storyOf(db, jobId).select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row && String(row.id);
}

/** Every epoch that a training has told of, in order. */
export async function epochsOf({ db }: Pick<App, 'db'>, jobId: string): Promise<EpochRecord[]> {
  const rows = await db
    .selectFrom('job_events')
    .select('payload')
    .where('job_id', '=', jobId)
    .where('type', '=', 'epoch')
    .orderBy('id')
    .execute();
  return rows.map(({ payload }) => (payload as unknown as { record: EpochRecord }).record);
}

/** Its own events and, for a comparison, those of its trainings. */
function storyOf(db: Database, jobId: string) {
  return db
    .selectFrom('job_events')
    .where((where) =>
      where.or([
        where('job_id', '=', jobId),
        where('job_id', 'in', db.selectFrom('jobs').select('id').where('parent_id', '=', jobId)),
      ]),
    );
}
