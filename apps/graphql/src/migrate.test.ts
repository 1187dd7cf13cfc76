import { type Postgres, startPostgres } from '@graft/testing/services';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDatabase } from './database/database.js';
import { migrate } from './migrate.js';
import { openQueue } from './queue/queue.js';

let postgres: Postgres;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.stop());

/** As a container gets them, host and port from its definition and the rest from a secret. */
beforeEach(() => {
  const { hostname, port, username, password } = new URL(postgres.url);
  vi.stubEnv('PGHOST', hostname);
  vi.stubEnv('PGPORT', port);
  vi.stubEnv('PGUSER', username);
  vi.stubEnv('PGPASSWORD', password);
  return () => vi.unstubAllEnvs();
});

const environment = { DATABASE_URL: 'postgres:///postgres' };

describe('a database that is named without a host', () => {
  test('is the one of the PG variables, with all tables and the queue after `migrate`, however often', async () => {
    await migrate(environment);
    await migrate(environment);
    const client = new pg.Client(postgres.url);
    await client.connect();
    const { rows } = await client.query(
      "select table_schema || '.' || table_name as name from information_schema.tables",
    );
    await client.end();
    const names = rows.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['public.jobs', 'public.models', 'pgboss.job']));
  });

  test('wants the password of the environment', async () => {
    vi.stubEnv('PGPASSWORD', 'wrong');
    await expect(migrate(environment)).rejects.toThrow(/password authentication failed/);
  });

  test('is encrypted when PGSSLMODE says so, for the tables and for the queue', async () => {
    const database = await openDatabase({ database: { url: environment.DATABASE_URL } });
    vi.stubEnv('PGSSLMODE', 'verify-full');
    // This server has no certificate, so it says that it was asked.
    await expect(migrate(environment)).rejects.toThrow(/does not support SSL/);
    await expect(openQueue(database, () => {})).rejects.toThrow(/does not support SSL/);
    await database.close();
  });
});
