import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { ConstructorOptions } from 'pg-boss';
import { fromPglite } from 'pg-boss';
import type { Config } from '../config.js';
import { lockFolder } from './folder-lock.js';
import { migrate } from './migrate.js';
import type { Tables } from './tables.js';

export type Database = Kysely<Tables>;

export interface OpenDatabase {
  readonly db: Database;
  /** How pg-boss reaches the same database. */
  readonly bossOptions: ConstructorOptions;
  /** PGlite lives inside one process; PostgreSQL is shared. */
  readonly embedded: boolean;
  close(): Promise<void>;
}

/** Opens and migrates the embedded database or a PostgreSQL server. */
export async function openDatabase(config: Pick<Config, 'database'>): Promise<OpenDatabase> {
  const open =
    'url' in config.database ? openServer(config.database.url) : await openEmbedded(config.database.folder);
  await migrate(open.db as unknown as Kysely<unknown>);
  return open;
}

function openServer(url: string): OpenDatabase {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // A server that restarts drops idle connections; the pool opens new ones, and queries that were running reject.
  pool.on('error', () => {});
  // The same while one is between two queries of a transaction, where the pool does not listen.
  pool.on('connect', (client) => client.on('error', () => {}));
  const db: Database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db, bossOptions: { connectionString: url, max: 4 }, embedded: false, close: () => db.destroy() };
}

async function openEmbedded(folder: string): Promise<OpenDatabase> {
  const unlock = await lockFolder(folder);
  const database = embeddedDatabase(await PGlite.create(join(folder, 'postgres')));
  return {
    ...database,
    close: async () => {
      await database.close();
      await unlock();
    },
  };
}

/** A running PGlite as the service's database; `close` ends it. */
export function embeddedDatabase(pglite: PGlite): OpenDatabase {
  const db: Database = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) });
  return {
    db,
    bossOptions: { db: fromPglite(pglite), backend: 'pglite' },
    embedded: true,
    close: async () => {
      await db.destroy();
      if (!pglite.closed) await pglite.close();
    },
  };
}
