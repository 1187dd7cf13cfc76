import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { App } from '../app.js';
import type { Tables } from '../database/tables.js';
import { NotFoundError } from '../errors.js';
import { expectAll } from './change-pictures.js';
import { markConflicts } from './mark-conflicts.js';
import { removeUnusedBytes } from './remove-unused-bytes.js';
import { withDataset } from './with-dataset.js';

/** How long what was taken out can be put back. */
const KEPT_MS = 24 * 3_600_000;

const COLUMNS = [
  'id',
  'dataset_id',
  'name',
  'label',
  'split',
  'sha256',
  'bytes',
  'width',
  'height',
  'bad_code',
  'bad_reason',
  'created_at',
] as const;

/**
 * Takes pictures out of the dataset as `removePictures` does, but keeps them for a day for `restorePictures`.
 *
 * @returns id of the removal.
 * @throws NotFoundError `NOT_FOUND` naming pictures that the dataset does not have; then none was removed.
 */
export async function removeForNow(
  app: App,
  datasetId: string,
  pictureIds: readonly string[],
): Promise<string> {
  const ids = [...new Set(pictureIds)];
  await forgetRemoved(app, datasetId);
  return withDataset(app, datasetId, 'update', async (transaction) => {
    const removal = randomUUID();
    const gone = await setAside(transaction, datasetId, removal, ids);
    expectAll(ids, gone);
    await markConflicts(
      transaction,
      datasetId,
      gone.flatMap(({ sha256 }) => sha256 ?? []),
    );
    return removal;
  });
}

/**
 * Puts back what one removal took out. A picture whose name was given to another one meanwhile gets a number after it.
 * Calling it again does no harm.
 *
 * @returns how many came back.
 * @throws NotFoundError `NOT_FOUND` after a day.
 */
export async function restorePictures(
  { db }: Pick<App, 'db'>,
  datasetId: string,
  removal: string,
): Promise<number> {
  return withDataset({ db }, datasetId, 'update', async (transaction) => {
    const back = await transaction
      .deleteFrom('removed_pictures')
      .where('dataset_id', '=', datasetId)
      .where('removal_id', '=', removal)
      .returning(COLUMNS)
      .execute();
    if (back.length === 0) {
      throw new NotFoundError(
        'NOT_FOUND',
        'There is nothing to put back: it was put back already, or was removed more than a day ago.',
        { details: { field: 'removal' } },
      );
    }
    const taken = new Set(
      (
        await transaction.selectFrom('pictures').select('name').where('dataset_id', '=', datasetId).execute()
      ).map(({ name }) => name),
    );
    const rows = back.map((row) => ({ ...row, name: freeName(row.name, taken) }));
    for (const some of chunks(rows)) await transaction.insertInto('pictures').values(some).execute();
    const hashes = [...new Set(rows.flatMap(({ sha256 }) => sha256 ?? []))];
    await markConflicts(transaction, datasetId, hashes);
    return rows.length;
  });
}

async function setAside(
  transaction: Transaction<Tables>,
  datasetId: string,
  removal: string,
  ids: readonly string[],
) {
  if (ids.length === 0) return [];
  const removed = await transaction
    .deleteFrom('pictures')
    .where('dataset_id', '=', datasetId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .returning(COLUMNS)
    .execute();
  const rows = removed.map((row) => ({ ...row, removal_id: removal }));
  for (const some of chunks(rows)) await transaction.insertInto('removed_pictures').values(some).execute();
  return removed;
}

/** After a day nothing is left of them but in versions. */
async function forgetRemoved(app: App, datasetId: string): Promise<void> {
  const old = await app.db
    .deleteFrom('removed_pictures')
    .where('dataset_id', '=', datasetId)
    .where('removed_at', '<', new Date(Date.now() - KEPT_MS))
    .returning('sha256')
    .execute();
  await removeUnusedBytes(
    app,
    datasetId,
    old.flatMap(({ sha256 }) => sha256 ?? []),
  );
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = name.replace(/(\.\w+)?$/, ` (${number})$1`);
  taken.add(free);
  return free;
}

/** PostgreSQL takes 65,535 parameters in a statement. */
function chunks<Row>(rows: readonly Row[], size = 1000): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) =>
    rows.slice(i * size, (i + 1) * size),
  );
}
