import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { cacheFolder, memoryStorage, type Storage } from '@graft/core';
import { graphql } from 'graphql';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import type { App, Context, Principal } from './app.js';
import { readConfig } from './config.js';
import { embeddedDatabase, type OpenDatabase } from './database/database.js';
import { migrate } from './database/migrate.js';
import { SCOPES } from './database/tables.js';
import { createPredictor } from './prediction/predictor.js';
import { openQueue } from './queue/queue.js';
import { createMetrics } from './server/metrics.js';

export interface TestApp {
  readonly app: App;
  /** Of this test alone; removed by `close`. It is also the only folder below which datasets may be read. */
  readonly folder: string;
  readonly principal: Principal;
  readonly context: Context;
  /** Runs an operation as the principal; fails on GraphQL errors, so that what it gives can be read as data. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is the caller's query.
  execute(query: string, variables?: Record<string, unknown>): Promise<any>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Default: in memory. */
  readonly storage?: (folder: string) => Storage;
  /** Variables as in the environment of a server. */
  readonly env?: Record<string, string>;
}

/** For tests: an App on a database of its own, with a queue that nobody works on until the test does. */
export async function testApp({ storage = memoryStorage, env = {} }: TestAppOptions = {}): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), 'graft-service-'));
  const config = {
    ...readConfig({
      GRAFT_DATA: join(folder, 'data'),
      GRAFT_DATASET_ROOTS: folder,
      GRAFT_LOG_LEVEL: 'silent',
      ...env,
    }),
    cache: join(folder, 'cache'),
  };
  const database = await openTestDatabase();
  const queue = await openQueue(database, () => {});
  const parts = { config, storage: storage(join(folder, 'data', 'storage')), metrics: createMetrics() };
  const app: App = {
    ...parts,
    db: database.db,
    queue,
    log: pino({ level: config.logLevel }),
    predictor: createPredictor(parts),
  };
  const principal: Principal = { id: 'local', scopes: new Set(SCOPES) };
  const context: Context = { app, principal, requestId: randomUUID(), log: app.log };
  return {
    app,
    folder,
    principal,
    context,
    async execute(source, variableValues) {
      const { schema } = await import('./schema/schema.js');
      const { data, errors } = await graphql({ schema, source, variableValues, contextValue: context });
      if (errors) throw new Error(errors.map(({ message, path }) => `${path}: ${message}`).join('\n'));
      return data;
    },
    async close() {
      await queue.stop();
      await app.predictor.dispose();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openTestDatabase(): Promise<OpenDatabase> {
  const dump = await migratedDump();
  return embeddedDatabase(await PGlite.create({ loadDataDir: new Blob([Uint8Array.from(dump)]) }));
}

/**
 * Making a PostgreSQL cluster takes seconds, unpacking one a fraction of one: it is made once for every state of the
 * migrations and kept in the cache.
 */
async function migratedDump(): Promise<Uint8Array> {
  const path = cacheFolder('test-database', `${await migrationsHash()}.tar.gz`);
  const kept = await readFile(path).catch(() => undefined);
  if (kept) return kept;
  const pglite = await PGlite.create();
  const database = embeddedDatabase(pglite);
  await migrate(database.db as unknown as Kysely<unknown>);
  const queue = await openQueue(database, () => {});
  await queue.stop();
  // pg-boss closes nothing that it was given.
  const dump = new Uint8Array(await (await pglite.dumpDataDir('gzip')).arrayBuffer());
  await database.close();
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, dump);
  await rename(temporary, path);
  return dump;
}

async function migrationsHash(): Promise<string> {
  const here = dirname(fileURLToPath(import.meta.url));
  const folder = join(here, 'database', 'migrations');
  const files = (await readdir(folder)).filter((name) => /\.(ts|js)$/.test(name)).sort();
  const hash = createHash('sha256');
  for (const file of [...files.map((name) => join(folder, name)), join(here, 'queue', 'queue.ts')]) {
    hash.update(await readFile(file).catch(() => ''));
  }
  return hash.digest('hex').slice(0, 16);
}
