import { byCodePoint, type Task } from '@graft/core';
import { type Selectable, sql } from 'kysely';
import type { App } from '../app.js';
import { newestFirst } from '../database/newest-first.js';
import type { PageQuery } from '../database/page-query.js';
import type { Tables } from '../database/tables.js';
import { isUuid } from '../global-id.js';
import { labelsIn } from './targets.js';

export type DatasetRow = Pick<Selectable<Tables['datasets']>, 'id' | 'name' | 'task' | 'created_at'>;
const COLUMNS = ['id', 'name', 'task', 'created_at'] as const;

type Reader = Pick<App, 'db'>;

export async function findDataset({ db }: Reader, id: string): Promise<DatasetRow | undefined> {
  return db.selectFrom('datasets').select(COLUMNS).where('id', '=', id).executeTakeFirst();
}

export async function findDatasetsById({ db }: Reader, ids: readonly string[]): Promise<DatasetRow[]> {
  const known = ids.filter(isUuid);
  if (known.length === 0) return [];
  return db.selectFrom('datasets').select(COLUMNS).where('id', 'in', known).execute();
}

/** Newest first. @param search part of the name, in any case. */
export async function listDatasets(
  { db }: Reader,
  page: PageQuery,
  search?: string | null,
): Promise<DatasetRow[]> {
  let query = db.selectFrom('datasets').select(COLUMNS);
  if (search) query = query.where('name', 'ilike', `%${search.replace(/[\\%_]/g, '\\$&')}%`);
  return newestFirst(query, page).execute();
}

export interface ClassCount {
  readonly label: string;
  /** Good pictures only, none where somebody made the class and it is still empty; `unassigned` are those that Graft will split itself. */
  readonly pictures: number;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly unassigned: number;
}

/**
 * Of pictures and made by hand, by label, in the order in which core numbers classes. A picture with several labels counts in
 * each; a dataset of numbers has no classes.
 */
export async function countClasses(
  { db }: Reader,
  datasetId: string,
  task: Task = 'single-label',
): Promise<ClassCount[]> {
  if (task === 'regression') return [];
  const rows = await db
    .selectFrom('pictures')
    .select(['label', 'split', sql<number>`count(*)::int`.as('count')])
    .where('dataset_id', '=', datasetId)
    .where('bad_code', 'is', null)
    .groupBy(['label', 'split'])
    .execute();
  const made = await db
    .selectFrom('dataset_classes')
    .select('label')
    .where('dataset_id', '=', datasetId)
    .execute();
  const empty = { pictures: 0, train: 0, validation: 0, test: 0, unassigned: 0 };
  const counts = new Map<string, { -readonly [Key in keyof ClassCount]: ClassCount[Key] }>();
  for (const { label } of made) counts.set(label, { label, ...empty });
  const counted = rows.flatMap(({ label, ...row }) =>
    (task === 'multi-label' ? labelsIn(label) : [label]).map((each) => ({ label: each, ...row })),
  );
  for (const { label, split, count } of counted) {
    const entry = counts.get(label) ?? { label, ...empty };
    entry.pictures += count;
    entry[split ?? 'unassigned'] += count;
    counts.set(label, entry);
  }
  return [...counts.values()].sort((a, b) => byCodePoint(a.label, b.label));
}

export type VersionRow = Selectable<Tables['dataset_versions']>;

/** Newest first. */
export async function listVersions({ db }: Reader, datasetId: string): Promise<VersionRow[]> {
  return db
    .selectFrom('dataset_versions')
    .selectAll()
    .where('dataset_id', '=', datasetId)
    .orderBy('created_at', 'desc')
    .orderBy('hash')
    .execute();
}
