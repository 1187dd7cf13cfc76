import type { Split, Task } from '@graft/core';
import { type Selectable, type SqlBool, sql } from 'kysely';
import type { App } from '../app.js';
import type { PageQuery } from '../database/page-query.js';
import type { Tables } from '../database/tables.js';
import { isUuid } from '../global-id.js';

export type PictureRow = Selectable<Tables['pictures']>;

export interface PictureFilter {
  readonly label?: string | null;
  /** Of the dataset: with several labels a picture, `label` is one of them. Default `single-label`. */
  readonly task?: Task;
  /** True: only bad files; false: only good pictures. */
  readonly bad?: boolean | null;
  /** `UNASSIGNED`: those that Graft will split itself. */
  readonly split?: Split | 'unassigned' | null;
}

export async function findPicturesById(
  { db }: Pick<App, 'db'>,
  ids: readonly string[],
): Promise<PictureRow[]> {
  const known = ids.filter(isUuid);
  if (known.length === 0) return [];
  return db.selectFrom('pictures').selectAll().where('id', 'in', known).execute();
}

export async function findPicturesByName(
  { db }: Pick<App, 'db'>,
  datasetId: string,
  names: readonly string[],
): Promise<PictureRow[]> {
  if (names.length === 0) return [];
  const query = db.selectFrom('pictures').selectAll();
  return query.where('dataset_id', '=', datasetId).where('name', 'in', names).execute();
}

/** By name. */
export async function listPictures(
  { db }: Pick<App, 'db'>,
  datasetId: string,
  filter: PictureFilter,
  { after, before, limit, inverted }: PageQuery,
): Promise<PictureRow[]> {
  let query = filtered(db, datasetId, filter).selectAll().limit(limit);
  if (after) query = query.where('name', '>', after[0]!);
  if (before) query = query.where('name', '<', before[0]!);
  return query.orderBy('name', inverted ? 'desc' : 'asc').execute();
}

/** The first good picture of each class, by label. */
export function examplePictures(
  { db }: Pick<App, 'db'>,
  datasetId: string,
  limit: number,
): Promise<PictureRow[]> {
  return db
    .selectFrom('pictures')
    .distinctOn('label')
    .selectAll()
    .where('dataset_id', '=', datasetId)
    .where('bad_code', 'is', null)
    .orderBy('label')
    .orderBy('name')
    .limit(limit)
    .execute();
}

export const pictureCursor = ({ name }: PictureRow) => [name];

export async function countPictures(
  { db }: Pick<App, 'db'>,
  datasetId: string,
  filter: PictureFilter,
): Promise<number> {
  const { count } = await filtered(db, datasetId, filter)
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

function filtered(db: App['db'], datasetId: string, { label, task, bad, split }: PictureFilter) {
  let query = db.selectFrom('pictures').where('dataset_id', '=', datasetId);
  if (label != null && task === 'multi-label') query = query.where(sql<SqlBool>`label::jsonb ? ${label}`);
  else if (label != null) query = query.where('label', '=', label);
  if (bad != null) query = query.where('bad_code', bad ? 'is not' : 'is', null);
  if (split === 'unassigned') query = query.where('split', 'is', null);
  else if (split != null) query = query.where('split', '=', split);
  return query;
}
