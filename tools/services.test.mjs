import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startFaultProxy, startPostgres, startS3 } from '@graft/testing/services';
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

describe('the proxy that damages answers', () => {
  const body = 'x'.repeat(1000);
  const server = createServer((_, response) => response.setHeader('content-length', body.length).end(body));
  /** @type {import('@graft/testing/services').FaultProxy} */
  let proxy;
  beforeAll(async () => {
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    proxy = await startFaultProxy(`http://127.0.0.1:${port}`);
  });
  afterAll(async () => {
    await proxy.stop();
    server.close();
  });
  const text = async (path = '/') => (await fetch(`${proxy.url}${path}`)).text();

  test('passes on what is asked and answered, and keeps a list', async () => {
    expect(await text('/a?b=1')).toBe(body);
    expect(proxy.requests).toEqual(['GET /a?b=1']);
  });

  test('changes one byte, and only as often and where it was told to', async () => {
    proxy.inject({ kind: 'wrong-bytes' }, { times: 1, matches: /weights/ });
    expect(await text('/manifest')).toBe(body);
    const damaged = await text('/weights');
    expect(damaged).toHaveLength(body.length);
    expect([...damaged].filter((letter) => letter !== 'x')).toHaveLength(1);
    expect(await text('/weights')).toBe(body);
  });

  test('cuts, refuses and loses answers until it is healed', async () => {
    proxy.inject({ kind: 'truncated' });
    await expect(text()).rejects.toThrow();
    proxy.inject({ kind: 'lost-answer' });
    await expect(text()).rejects.toThrow();
    proxy.inject({ kind: 'error', status: 503, code: 'SlowDown' });
    expect(await text()).toContain('<Code>SlowDown</Code>');
    proxy.heal();
    expect(await text()).toBe(body);
  });
});
