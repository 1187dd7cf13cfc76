import { OptionError } from '@graft/core';
import type { App } from '../app.js';
import { markConflicts } from './mark-conflicts.js';
import { checkLabel } from './names.js';
import { removeForNow } from './removals.js';
import { withDataset } from './with-dataset.js';

/** Makes a class that has no pictures yet; one that is there stays as it is. @throws OptionError `OPTION_INVALID`. */
export async function addClass({ db }: Pick<App, 'db'>, datasetId: string, label: string): Promise<void> {
  checkLabel(label, 'label');
  await withDataset({ db }, datasetId, 'share', (transaction) =>
    transaction
      .insertInto('dataset_classes')
      .values({ dataset_id: datasetId, label })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
}

/**
 * Gives all pictures of a class another label; a label that is there already takes them in.
 *
 * @throws OptionError `OPTION_INVALID`.
 */
export async function renameClass(
  { db }: Pick<App, 'db'>,
  datasetId: string,
  label: string,
  newLabel: string,
): Promise<void> {
  checkLabel(newLabel, 'newLabel');
  if (label === newLabel) return;
  await withDataset({ db }, datasetId, 'update', async (transaction) => {
    const declared = await transaction
      .deleteFrom('dataset_classes')
      .where('dataset_id', '=', datasetId)
      .where('label', '=', label)
      .executeTakeFirst();
    const renamed = await transaction
      .updateTable('pictures')
      .set({ label: newLabel })
      .where('dataset_id', '=', datasetId)
      .where('label', '=', label)
      .returning('sha256')
      .execute();
    if (declared.numDeletedRows === 0n && renamed.length === 0) throw noClass(label);
    await transaction
      .insertInto('dataset_classes')
      .values({ dataset_id: datasetId, label: newLabel })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const hashes = [...new Set(renamed.flatMap(({ sha256 }) => sha256 ?? []))];
    await markConflicts(transaction, datasetId, hashes);
  });
}

/**
 * Takes a class out with all its pictures and bad files, which `restorePictures` can put back for a day.
 *
 * @returns id of the removal; null for a class without pictures.
 */
export async function removeClass(app: App, datasetId: string, label: string): Promise<string | null> {
  const ids = await app.db
    .selectFrom('pictures')
    .select('id')
    .where('dataset_id', '=', datasetId)
    .where('label', '=', label)
    .execute();
  const removal = ids.length
    ? await removeForNow(
        app,
        datasetId,
        ids.map(({ id }) => id),
      )
    : null;
  await app.db
    .deleteFrom('dataset_classes')
    .where('dataset_id', '=', datasetId)
    .where('label', '=', label)
    .execute();
  return removal;
}

function noClass(label: string): OptionError {
  return new OptionError('OPTION_INVALID', `There is no class ${JSON.stringify(label)} in this dataset.`, {
    details: { field: 'label' },
  });
}
