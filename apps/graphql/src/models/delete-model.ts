import type { App } from '../app.js';
import { ConflictError } from '../errors.js';
import type { ModelRow } from './find-model.js';

/**
 * Removes a model and its files; frozen networks that it shares with others stay.
 *
 * @throws ConflictError `MODEL_HAS_ALIAS` while an alias points to it.
 */
export async function deleteModel({ db, storage }: App, model: ModelRow): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    // Locked, so that no alias can be pointed to it meanwhile.
    await transaction.selectFrom('models').select('id').where('id', '=', model.id).forUpdate().execute();
    const aliases = await transaction
      .selectFrom('aliases')
      .select('alias')
      .where('model_id', '=', model.id)
      .execute();
    if (aliases.length > 0) {
      const names = aliases.map(({ alias }) => `${model.name}@${alias}`).join(', ');
      throw new ConflictError(
        'MODEL_HAS_ALIAS',
        `${model.name}:${model.version} is in use as ${names}. Point that to another model first, or remove it.`,
        { details: { field: 'model' } },
      );
    }
    await transaction.deleteFrom('models').where('id', '=', model.id).execute();
  });
  // After the row: a model that is still listed must be whole.
  const keys = await storage.list(`${model.storage_prefix}/`);
  const manifestFirst = keys.sort(
    (a, b) => Number(b.endsWith('/model.json')) - Number(a.endsWith('/model.json')),
  );
  for (const key of manifestFirst) await storage.remove(key);
}
