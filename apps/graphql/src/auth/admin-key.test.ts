import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../serve.js';
import { type TestApp, testApp } from '../testing.js';
import { listApiKeys, revokeApiKey, setAdminKey, verifyApiKey } from './api-keys.js';

const ID = '000000000000';
const first = randomBytes(36).toString('base64url');
const second = randomBytes(36).toString('base64url');

describe('the key of GRAFT_ADMIN_SECRET', () => {
  let made: TestApp;
  beforeAll(async () => {
    made = await testApp();
  });
  afterAll(() => made?.close());

  const mayEnter = async (secret: string) =>
    [...((await verifyApiKey(made.app.db, `graft_${ID}_${secret}`))?.scopes ?? [])].sort();

  test('may do everything', async () => {
    await setAdminKey(made.app.db, first);
    expect(await mayEnter(first)).toEqual(['admin', 'predict', 'train']);
    expect(await mayEnter(second)).toEqual([]);
  });

  test('stays revoked when a server starts again, until the secret is another one', async () => {
    await revokeApiKey(made.app.db, ID);
    await setAdminKey(made.app.db, first);
    expect(await mayEnter(first)).toEqual([]);
    await setAdminKey(made.app.db, second);
    expect(await mayEnter(second)).toEqual(['admin', 'predict', 'train']);
    expect(await mayEnter(first)).toEqual([]);
    expect(await listApiKeys(made.app.db)).toHaveLength(1);
  });
});

test('a fresh server beyond loopback starts with it, and lets in nobody else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-admin-'));
  const env = { GRAFT_DATA: folder, GRAFT_PORT: '0', GRAFT_WORKERS: '0', GRAFT_LOG_LEVEL: 'silent' };
  await expect(serve({ ...env, GRAFT_ADMIN_SECRET: 'too short' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.not.stringContaining('too short'),
  });
  const service = await serve({ ...env, GRAFT_HOST: '0.0.0.0', GRAFT_ADMIN_SECRET: first });
  try {
    const url = service.url.replace('0.0.0.0', '127.0.0.1');
    const ask = async (authorization?: string) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        body: JSON.stringify({ query: '{ apiKeys { id scopes } }' }),
      });
      return response.json();
    };
    expect(await ask(`Bearer graft_${ID}_${first}`)).toEqual({
      data: { apiKeys: [{ id: ID, scopes: ['ADMIN'] }] },
    });
    expect(await ask()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  } finally {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
