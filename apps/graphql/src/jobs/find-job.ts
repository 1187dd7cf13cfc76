import { sql } from 'kysely';
import type { App } from '../app.js';
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
