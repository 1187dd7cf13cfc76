import type { Selectable } from 'kysely';
import type { App } from '../app.js';
import type { Tables } from '../database/tables.js';
import { NotFoundError } from '../errors.js';
import { resolveGlobalId } from '../global-id.js';

export type ModelRow = Selectable<Tables['models']>;

/**
 * The model that a text means: `name@alias`, `name:version`, `name` (its newest version), or a global id.
 *
 * @throws NotFoundError `MODEL_NOT_FOUND`.
 */
export async function findModel({ db }: Pick<App, 'db'>, ref: string): Promise<ModelRow> {
  const row = await query(db, ref);
  if (row) return row;
  throw new NotFoundError(
    'MODEL_NOT_FOUND',
    `There is no model ${JSON.stringify(ref)}: expected name@alias, name:version, a name or an id. The query \`models\` lists them.`,
    { details: { field: 'model' } },
  );
}

async function query(db: App['db'], ref: string): Promise<ModelRow | undefined> {
  const id = resolveGlobalId('Model', ref);
  if (id) return db.selectFrom('models').selectAll().where('id', '=', id).executeTakeFirst();
  const [, name, alias] = /^(.+)@([^@]+)$/.exec(ref) ?? [];
  if (name && alias) {
    return db
      .selectFrom('aliases')
      .innerJoin('models', 'models.id', 'aliases.model_id')
      .selectAll('models')
      .where('aliases.name', '=', name)
      .where('aliases.alias', '=', alias)
      .executeTakeFirst();
  }
  const [, versioned, version] = /^(.+):(\d{1,9})$/.exec(ref) ?? [];
  if (versioned) {
    return db
      .selectFrom('models')
      .selectAll()
      .where('name', '=', versioned)
      .where('version', '=', Number(version))
      .executeTakeFirst();
  }
  return db
    .selectFrom('models')
    .selectAll()
    .where('name', '=', ref)
    .orderBy('version', 'desc')
    .executeTakeFirst();
}
