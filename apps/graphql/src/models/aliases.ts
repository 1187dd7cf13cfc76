import { OptionError } from '@graft/core';
import type { Transaction } from 'kysely';
import type { App, Principal } from '../app.js';
import type { Tables } from '../database/tables.js';
import { ConflictError, NotFoundError } from '../errors.js';
import type { ModelRow } from './find-model.js';

/** What functions without a database read to follow an alias: `aliases/<name>@<alias>.json` in storage. */
export interface AliasFile {
  readonly model: string;
  readonly version: number;
  /** The bundle's place in the same storage. */
  readonly prefix: string;
  readonly updatedAt: string;
}

export const aliasKey = (name: string, alias: string): string => `aliases/${name}@${alias}.json`;

const ALIAS = /^[a-z0-9][a-z0-9._-]{0,62}$/i;

/** Points `name@alias` to a model of that name, at once for everybody. @throws OptionError for an alias that cannot be one. */
export async function promoteModel(
  app: App,
  principal: Principal,
  model: ModelRow,
  alias: string,
): Promise<void> {
  if (!ALIAS.test(alias)) {
    throw new OptionError(
      'OPTION_INVALID',
      `alias is ${JSON.stringify(alias)}; expected up to 63 letters, digits, ".", "_" and "-", such as prod.`,
      { details: { field: 'alias' } },
    );
  }
  await app.db.transaction().execute(async (transaction) => {
    const current = await lockAlias(transaction, model.name, alias);
    if (current?.model_id === model.id) return;
    await point(app, transaction, principal, model, alias, current?.model_id ?? null);
  });
}

/**
 * Points `name@alias` back to what it was before; done again, one further back.
 *
 * @throws NotFoundError `ALIAS_NOT_FOUND`; ConflictError `ALIAS_NO_HISTORY` at the first model that it had, or when the one
 * before was deleted.
 */
export async function rollBackAlias(
  app: App,
  principal: Principal,
  name: string,
  alias: string,
): Promise<ModelRow> {
  return app.db.transaction().execute(async (transaction) => {
    const current = await lockAlias(transaction, name, alias);
    if (!current) {
      throw new NotFoundError('ALIAS_NOT_FOUND', `There is no alias ${name}@${alias}.`, {
        details: { field: 'alias' },
      });
    }
    const previousId = await modelBefore(transaction, name, alias, current.model_id);
    const previous = previousId
      ? await transaction.selectFrom('models').selectAll().where('id', '=', previousId).executeTakeFirst()
      : undefined;
    if (!previous) {
      throw new ConflictError('ALIAS_NO_HISTORY', `${name}@${alias} has no earlier model to go back to.`, {
        details: { field: 'alias' },
      });
    }
    // Remembered with what came before *it*, so that going back twice goes back two models.
    const before = await modelBefore(transaction, name, alias, previous.id);
    await point(app, transaction, principal, previous, alias, before);
    return previous;
  });
}

/** @throws NotFoundError `ALIAS_NOT_FOUND`. */
export async function removeAlias({ db, storage }: App, name: string, alias: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const current = await lockAlias(transaction, name, alias);
    if (!current) {
      throw new NotFoundError('ALIAS_NOT_FOUND', `There is no alias ${name}@${alias}.`, {
        details: { field: 'alias' },
      });
    }
    await transaction.deleteFrom('aliases').where('name', '=', name).where('alias', '=', alias).execute();
    await storage.remove(aliasKey(name, alias));
  });
}

/** Two promotions of one alias follow one another; of a new alias, the second waits for the first one's key. */
function lockAlias(transaction: Transaction<Tables>, name: string, alias: string) {
  return transaction
    .selectFrom('aliases')
    .selectAll()
    .where('name', '=', name)
    .where('alias', '=', alias)
    .forUpdate()
    .executeTakeFirst();
}

async function modelBefore(
  transaction: Transaction<Tables>,
  name: string,
  alias: string,
  modelId: string,
): Promise<string | null> {
  const change = await transaction
    .selectFrom('alias_changes')
    .select('previous_model_id')
    .where('name', '=', name)
    .where('alias', '=', alias)
    .where('model_id', '=', modelId)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return change?.previous_model_id ?? null;
}

async function point(
  { storage }: App,
  transaction: Transaction<Tables>,
  principal: Principal,
  model: ModelRow,
  alias: string,
  previousId: string | null,
): Promise<void> {
  const { name } = model;
  const now = new Date();
  await transaction
    .insertInto('aliases')
    .values({ name, alias, model_id: model.id, updated_at: now })
    .onConflict((conflict) =>
      conflict.columns(['name', 'alias']).doUpdateSet({ model_id: model.id, updated_at: now }),
    )
    .execute();
  await transaction
    .insertInto('alias_changes')
    .values({ name, alias, model_id: model.id, previous_model_id: previousId, principal: principal.id })
    .execute();
  const file: AliasFile = {
    model: name,
    version: model.version,
    prefix: model.storage_prefix,
    updatedAt: now.toISOString(),
  };
  // Last, and still within the transaction: if storage fails, the alias stays where it was.
  await storage.write(aliasKey(name, alias), Buffer.from(JSON.stringify(file, null, 2)));
}
