import { sql } from 'kysely';
import type { App } from '../app.js';
import type { JobKind } from '../database/tables.js';
import { NotFoundError } from '../errors.js';
import { resolveGlobalId } from '../global-id.js';
import type { JobRow } from './job-handler.js';

/** @param id a global id or a UUID. @throws NotFoundError `JOB_NOT_FOUND`. */
export async function findJob({ db }: Pick<App, 'db'>, id: string): Promise<JobRow> {
  const uuid = resolveGlobalId('Job', id);
  const row = uuid && (await db.selectFrom('jobs').selectAll().where('id', '=', uuid).executeTakeFirst());
  if (row) return row;
  throw new NotFoundError(
    'JOB_NOT_FOUND',
    `There is no job ${JSON.stringify(id)}: expected the id of one, such as \`train\` answers with or \`jobs\` lists.`,
    { details: { field: 'job' } },
  );
}

/** The trainings of a comparison, feature extraction first. */
export function childrenOf({ db }: Pick<App, 'db'>, { id }: Pick<JobRow, 'id'>): Promise<JobRow[]> {
  return db
    .selectFrom('jobs')
    .selectAll()
    .where('parent_id', '=', id)
    .orderBy(sql`input -> 'recipe' -> 'strategy' ->> 'name'`)
    .execute();
}

/** The newest of these kinds on a dataset that stands by itself and was not cancelled. */
export function latestJob(
  { db }: Pick<App, 'db'>,
  datasetId: string,
  kinds: readonly JobKind[],
): Promise<JobRow | undefined> {
  return db
    .selectFrom('jobs')
    .selectAll()
    .where('dataset_id', '=', datasetId)
    .where('kind', 'in', kinds)
    .where('parent_id', 'is', null)
    .where('state', '!=', 'CANCELED')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
