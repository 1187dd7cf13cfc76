import type { App } from '../app.js';
import { ConflictError } from '../errors.js';
import { nameTaken } from './create-dataset.js';
import { forEachConcurrently } from './for-each-concurrently.js';
import { checkDatasetName } from './names.js';
import { datasetPrefix } from './storage-keys.js';
import { noDataset, withDataset } from './with-dataset.js';

/** @throws OptionError `OPTION_INVALID`. @throws NotFoundError `NOT_FOUND`. @throws ConflictError `NAME_TAKEN`. */
export async function renameDataset({ db }: App, datasetId: string, name: string): Promise<void> {
  checkDatasetName(name, 'name');
  const renamed = await db
    .updateTable('datasets')
    .set({ name })
    .where('id', '=', datasetId)
    .executeTakeFirst()
    .catch((error: unknown) => {
      if ((error as { code?: string }).code === UNIQUE_VIOLATION) throw nameTaken(name);
      throw error;
    });
  if (renamed.numUpdatedRows === 0n) throw noDataset(datasetId);
}

/**
 * Deletes a dataset with its pictures and versions; models that learned from it stay.
 *
 * @throws NotFoundError `NOT_FOUND`. @throws ConflictError `DATASET_IN_USE` while a job waits for it or works on it.
 */
export async function deleteDataset(app: App, datasetId: string): Promise<void> {
  await withDataset(app, datasetId, 'update', async (transaction) => {
    const job = await transaction
      .selectFrom('jobs')
      .select(['id', 'kind', 'state'])
      .where('dataset_id', '=', datasetId)
      .where('state', 'in', ['QUEUED', 'RUNNING'])
      .executeTakeFirst();
    if (job) {
      throw new ConflictError(
        'DATASET_IN_USE',
        `Job ${job.id} (${job.kind}, ${job.state}) uses this dataset. Cancel it or wait for it, then delete the dataset.`,
        { details: { field: 'dataset', job: job.id } },
      );
    }
    await transaction.deleteFrom('datasets').where('id', '=', datasetId).execute();
  });
  const keys = await app.storage.list(datasetPrefix(datasetId));
  await forEachConcurrently(keys, 8, (key) => app.storage.remove(key));
}

/** PostgreSQL's code, in the SQL standard's class 23. */
const UNIQUE_VIOLATION = '23505';
