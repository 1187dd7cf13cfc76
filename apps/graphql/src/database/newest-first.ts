import { type SelectQueryBuilder, sql } from 'kysely';
import { isUuid } from '../global-id.js';
import type { PageQuery } from './page-query.js';
import type { Tables } from './tables.js';

/** Tables whose rows are listed by when they were made. */
type Listed = 'datasets' | 'jobs' | 'models';

/** One page of a list, newest first; rows of one moment in the order of their ids. */
export function newestFirst<Table extends Listed, Row>(
  query: SelectQueryBuilder<Tables, Table, Row>,
  { after, before, limit, inverted }: PageQuery,
): SelectQueryBuilder<Tables, Table, Row> {
  const key = sql`(created_at, id)`;
  const at = ([moment, id]: readonly string[]) => sql`(${moment}::timestamptz, ${id}::uuid)`;
  let page = query.limit(limit);
  if (after) page = page.where(sql<boolean>`${key} < ${at(after)}`);
  if (before) page = page.where(sql<boolean>`${key} > ${at(before)}`);
  const order = inverted ? 'asc' : 'desc';
  return page.orderBy(sql`created_at`, order).orderBy(sql`id`, order);
}

/** A row's place in such a list. */
export const newestCursor = ({ created_at: at, id }: { created_at: Date; id: string }) => [
  at.toISOString(),
  id,
];

/** Cursors come from clients: what is no date or no UUID would be an error of the database. */
export const isNewestCursor = ([at, id, ...more]: readonly string[]): boolean =>
  more.length === 0 &&
  /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at ?? '') &&
  !Number.isNaN(Date.parse(at!)) &&
  isUuid(id ?? '');
