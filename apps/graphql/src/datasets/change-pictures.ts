import type { Split } from '@graft/core';
import type { App } from '../app.js';
import { NotFoundError } from '../errors.js';
import { markConflicts } from './mark-conflicts.js';
import { removeUnusedBytes } from './remove-unused-bytes.js';
import { withDataset } from './with-dataset.js';

/**
 * Gives pictures another label, or other labels; a version that was frozen before keeps the old ones. All of them or none.
 *
 * @param label by `saidText`. @throws NotFoundError `NOT_FOUND` naming pictures that the dataset does not have.
 */
export async function relabelPictures(
  app: App,
  datasetId: string,
  pictureIds: readonly string[],
  label: string,
): Promise<void> {
  await change(app, datasetId, pictureIds, { label });
}

/** @param split null leaves it to Graft. @throws NotFoundError `NOT_FOUND`. */
export async function moveToSplit(
  app: App,
  datasetId: string,
  pictureIds: readonly string[],
  split: Split | null,
): Promise<void> {
  await change(app, datasetId, pictureIds, { split });
}

/** Takes pictures and bad files out of the dataset; versions keep theirs. @throws NotFoundError `NOT_FOUND`. */
export async function removePictures(
  app: App,
  datasetId: string,
  pictureIds: readonly string[],
): Promise<void> {
  const ids = [...new Set(pictureIds)];
  const hashes = await withDataset(app, datasetId, 'update', async (transaction) => {
    if (ids.length === 0) return [];
    const removed = await transaction
      .deleteFrom('pictures')
      .where('dataset_id', '=', datasetId)
      .where('id', 'in', ids)
      .returning(['id', 'sha256'])
      .execute();
    expectAll(ids, removed);
    const hashes = removed.flatMap(({ sha256 }) => sha256 ?? []);
    await markConflicts(transaction, datasetId, hashes);
    return hashes;
  });
  await removeUnusedBytes(app, datasetId, hashes);
}

async function change(
  app: App,
  datasetId: string,
  pictureIds: readonly string[],
  values: { label: string } | { split: Split | null },
): Promise<void> {
  const ids = [...new Set(pictureIds)];
  await withDataset(app, datasetId, 'update', async (transaction) => {
    if (ids.length === 0) return;
    const changed = await transaction
      .updateTable('pictures')
      .set(values)
      .where('dataset_id', '=', datasetId)
      .where('id', 'in', ids)
      .returning(['id', 'sha256'])
      .execute();
    expectAll(ids, changed);
    await markConflicts(
      transaction,
      datasetId,
      changed.flatMap(({ sha256 }) => sha256 ?? []),
    );
  });
}

/** @throws NotFoundError `NOT_FOUND` naming ids that were not found. */
export function expectAll(ids: readonly string[], found: readonly { id: string }[]): void {
  const present = new Set(found.map(({ id }) => id));
  const absent = ids.filter((id) => !present.has(id));
  if (absent.length === 0) return;
  throw new NotFoundError(
    'NOT_FOUND',
    `${absent.length} of ${ids.length} pictures are not in this dataset; nothing was changed. The first: ${absent[0]}.`,
    { details: { field: 'pictures', pictures: absent.slice(0, 20) } },
  );
}
