import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningService, serve } from './serve.js';

let folder: string;
let service: RunningService;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-serve-'));
  service = await serve(environment());
});

afterAll(async () => {
  await service?.stop();
  await rm(folder, { recursive: true, force: true });
});

const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  GRAFT_DATA: folder,
  GRAFT_PORT: '0',
  GRAFT_WORKERS: '0',
  GRAFT_LOG_LEVEL: 'silent',
  ...more,
});

describe('the service on loopback', () => {
  test('answers Apollo Client without a key', async () => {
    const client = new ApolloClient({
      link: new HttpLink({ uri: `${service.url}/graphql` }),
      cache: new InMemoryCache(),
    });
    const { data } = await client.query<{ viewer: { id: string }; backbones: { name: string }[] }>({
      query: gql`{ viewer { id scopes } backbones { name } }`,
    });
    expect(data?.viewer).toMatchObject({ id: 'local', scopes: ['PREDICT', 'TRAIN', 'ADMIN'] });
    expect(data?.backbones.map(({ name }) => name)).toContain('efficientnet-lite0');
  });

  test('is alive and ready', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      expect(await (await fetch(service.url + path)).json()).toMatchObject({ status: 'ok' });
    }
  });

  test('counts operations for Prometheus', async () => {
    await post('{ viewer { id } }');
    const text = await (await fetch(`${service.url}/metrics`)).text();
    expect(text).toMatch(/graft_graphql_operations_total\{kind="query",field="viewer",outcome="ok"\} [1-9]/);
    expect(text).toMatch(/graft_queue_depth 0/);
  });

  test('has a page for developers that needs no other origin', async () => {
    const response = await fetch(`${service.url}/api`);
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'self'/);
    expect(await response.text()).not.toMatch(/(src|href)="https?:/);
  });

  test('keeps a second process out of its embedded database', async () => {
    await expect(serve(environment())).rejects.toMatchObject({ code: 'CONFIG_FOLDER_IN_USE' });
  });

  test('does not start on another address while nobody has a key', async () => {
    const other = await mkdtemp(join(tmpdir(), 'graft-serve-'));
    const starting = serve(environment({ GRAFT_DATA: other, GRAFT_HOST: '0.0.0.0' }));
    await expect(starting).rejects.toMatchObject({ code: 'CONFIG_NO_KEYS' });
    await rm(other, { recursive: true, force: true });
  });

  test('names every variable that cannot work', async () => {
    const starting = serve({ GRAFT_PORT: 'http', GRAFT_MAX_DEPTH: '0', DATABASE_URL: 'mysql://x' });
    await expect(starting).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/GRAFT_PORT[\s\S]*GRAFT_MAX_DEPTH/),
    });
  });

  test('says so when its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    const other = await mkdtemp(join(tmpdir(), 'graft-serve-'));
    const { port } = taken.address() as { port: number };
    const starting = serve(environment({ GRAFT_DATA: other, GRAFT_PORT: String(port) }));
    await expect(starting).rejects.toMatchObject({ code: 'EADDRINUSE' });
    taken.close();
    await rm(other, { recursive: true, force: true });
  });
});

describe('a hostile request is refused', () => {
  test('a query 10,000 deep', async () => {
    const query = `{ viewer ${'{ a '.repeat(10_000)}${'}'.repeat(10_000)} }`;
    expect(await post(query)).toMatchObject({ status: 400, code: 'GRAPHQL_PARSE_FAILED' });
  });

  test('a query deeper than allowed', async () => {
    const query = `{ __schema { types ${'{ fields { type '.repeat(7)} { name } ${'} }'.repeat(7)} } }`;
    expect(await post(query)).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  test('1,000 aliases', async () => {
    const query = `{ ${Array.from({ length: 1000 }, (_, i) => `a${i}: viewer { id }`).join(' ')} }`;
    expect((await post(query)).status).toBe(400);
  });

  test('a list of operations in one request', async () => {
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Array.from({ length: 100 }, () => ({ query: '{ viewer { id } }' }))),
    });
    expect(response.status).toBe(400);
  });

  test('a body of 1 GB, before it is read', async () => {
    const chunk = new Uint8Array(1_000_000).fill(32);
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += chunk.length;
        if (sent > 1e9) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit).catch((error: Error) => error);
    // Undici may report the closed connection before it has read the answer.
    if (response instanceof Response) expect(response.status).toBe(413);
    expect(sent).toBeLessThan(200e6);
  });

  test('a form from another site', async () => {
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ query: '{ viewer { id } }' }),
    });
    expect(response.status).toBe(400);
  });

  test('broken JSON and broken GraphQL', async () => {
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query": ',
    });
    expect(response.status).toBe(400);
    expect(await post('{')).toMatchObject({ status: 400, code: 'GRAPHQL_PARSE_FAILED' });
  });

  test('and the service goes on', async () => {
    expect(await post('{ viewer { id } }')).toMatchObject({ status: 200 });
  });
});

async function post(query: string, authorization?: string) {
  const response = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as { errors?: { message: string; extensions: { code: string } }[] };
  return { status: response.status, code: body.errors?.[0]?.extensions.code, body };
}
