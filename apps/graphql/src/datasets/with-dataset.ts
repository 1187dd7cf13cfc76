import type { Transaction } from 'kysely';
import type { App } from '../app.js';
import type { Tables } from '../database/tables.js';
import { NotFoundError } from '../errors.js';

/**
 * A transaction in which the dataset does not go away. `share` is for those who add: any number at a time. `update` is for
 * those who take away or freeze: alone.
 *
 * @throws NotFoundError `NOT_FOUND`.
 */
export async function withDataset<Result>(
  { db }: Pick<App, 'db'>,
  datasetId: string,
  lock: 'share' | 'update',
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(async (transaction) => {
    const query = transaction.selectFrom('datasets').select('id').where('id', '=', datasetId);
    const row = await (lock === 'share' ? query.forShare() : query.forUpdate()).executeTakeFirst();
    if (!row) throw noDataset(datasetId);
    return work(transaction);
  });
}

export function noDataset(datasetId: string, field = 'dataset'): NotFoundError {
  return new NotFoundError('NOT_FOUND', `There is no dataset ${datasetId}. It may have been deleted.`, {
    details: { field },
  });
}
