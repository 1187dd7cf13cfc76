import type { App } from '../app.js';
import { newestFirst } from '../database/newest-first.js';
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
  page: PageQuery,
): Promise<JobRow[]> {
  let query = db.selectFrom('jobs').selectAll();
  if (state) query = query.where('state', '=', state);
  if (kind) query = query.where('kind', '=', kind);
  return newestFirst(query, page).execute();
}
