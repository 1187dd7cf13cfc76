import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import * as firstTables from './migrations/0001-first-tables.js';
import * as collecting from './migrations/0002-collecting.js';
import * as tasks from './migrations/0003-tasks.js';

/** Forward only; a name is never changed once it has landed. */
const MIGRATIONS = { '0001-first-tables': firstTables, '0002-collecting': collecting, '0003-tasks': tasks };

/** Brings the database to the newest form; several processes may start at once. */
export async function migrate(db: Kysely<unknown> | Kysely<never>): Promise<void> {
  const migrator = new Migrator({
    db: db as Kysely<unknown>,
    provider: { getMigrations: async () => MIGRATIONS },
    migrationTableName: 'graft_migrations',
    migrationLockTableName: 'graft_migrations_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
