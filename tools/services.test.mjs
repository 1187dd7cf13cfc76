import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPostgres, startS3 } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const run = promisify(execFile);

describe('PostgreSQL for tests', () => {
  /** @type {import('@graft/testing/services').Postgres} */
  let postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  /** @param {string} sql */
  const query = async (sql) =>
    (await run('psql', [postgres.url, '-v', 'ON_ERROR_STOP=1', '-AtqXc', sql])).stdout.trim();

  test('is version 15 or later, flushes commits to disk and listens on loopback only', async () => {
    expect(Number(await query('show server_version_num'))).toBeGreaterThanOrEqual(150_000);
    expect(await query('show fsync')).toBe('on');
    expect(await query('show listen_addresses')).toBe('127.0.0.1');
  });

  test('wants its password', async () => {
    const url = new URL(postgres.url);
    url.password = 'wrong';
    await expect(run('psql', [url.href, '-c', 'select 1'])).rejects.toThrow(/password authentication failed/);
  });

  test('killed and started again, it has what was committed and nothing else', async () => {
    await query('create table numbers (n int); insert into numbers values (1), (2)');
    const open = query('begin; insert into numbers values (3); select pg_sleep(60)').catch((error) => error);
    await expect.poll(() => query("select count(*) from pg_stat_activity where state = 'active'")).toBe('2');
    await postgres.kill('SIGKILL');
    await expect(query('select 1')).rejects.toThrow();
    await postgres.restart();
    expect(await query('select sum(n) from numbers')).toBe('3');
    expect(await open).toBeInstanceOf(Error);
  });
});

test('a PostgreSQL folder of one’s own stays for the next start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-test-'));
  try {
    const first = await startPostgres({ folder });
    await run('psql', [first.url, '-qc', 'create table kept ()']);
    await first.stop();
    const second = await startPostgres({ folder });
    await run('psql', [second.url, '-qc', 'select * from kept']);
    await second.stop();
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the S3 server answers at its endpoint and is gone after stop', async () => {
  const s3 = await startS3();
  // Not signed, so refused: but by S3.
  const answer = await fetch(`${s3.endpoint}/${s3.bucket}`);
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('<Code>AccessDenied</Code>');
  await s3.stop();
  await expect(fetch(s3.endpoint)).rejects.toThrow();
});

test('without Go, the error says what to install', async () => {
  vi.stubEnv('PATH', '');
  vi.stubEnv('GRAFT_CACHE', join(tmpdir(), 'graft-no-such-folder'));
  await expect(startS3()).rejects.toThrow(/Go 1\.25 or later.*is not installed.*golang/);
  vi.unstubAllEnvs();
});
