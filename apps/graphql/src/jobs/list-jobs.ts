import { sql } from 'kysely';
import type { App } from '../app.js';
import type { PageQuery } from '../database/page-query.js';
import type { JobKind, JobState } from '../database/tables.js';
import type { JobRow } from './job-handler.js';

export interface JobFilter {
  readonly state?: JobState | null;
  readonly kind?: JobKind | null;
}

/** Newest first. */
export function listJobs(
  { db }: Pick<App, 'db'>,
  { state, kind }: JobFilter,
  { after, before, limit, inverted }: PageQuery,
): Promise<JobRow[]> {
  let query = db.selectFrom('jobs').selectAll().limit(limit);
  if (state) query = query.where('state', '=', state);
  if (kind) query = query.where('kind', '=', kind);
  if (after)
    query = query.where(sql<boolean>`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  if (before)
    query = query.where(sql<boolean>`(created_at, id) > (${before[0]}::timestamptz, ${before[1]}::uuid)`);
  const order = inverted ? 'asc' : 'desc';
  return query.orderBy('created_at', order).orderBy('id', order).execute();
}

export const jobCursor = ({ created_at, id }: JobRow) => [created_at.toISOString(), id];
