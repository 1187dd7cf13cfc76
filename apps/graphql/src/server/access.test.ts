import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiKey } from '../auth/api-keys.js';
import { type RunningService, serve } from '../serve.js';
import { withDatabase } from '../with-database.js';

let folder: string;
let service: RunningService;
let issuer: Server;
let signing: Awaited<ReturnType<typeof generateKeyPair>>;
const keys: Record<string, { id: string; key: string }> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-access-'));
  signing = await generateKeyPair('ES256');
  const jwks = { keys: [{ ...(await exportJWK(signing.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }] };
  issuer = createServer((_request, response) => response.end(JSON.stringify(jwks)));
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  const env = {
    GRAFT_DATA: folder,
    GRAFT_PORT: '0',
    GRAFT_WORKERS: '0',
    GRAFT_LOG_LEVEL: 'silent',
    GRAFT_AUTH: 'required',
    GRAFT_JWKS_URL: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`,
    GRAFT_JWT_ISSUER: 'https://issuer.example',
    GRAFT_JWT_AUDIENCE: 'graft',
    GRAFT_RATE_LIMIT: '200',
  };
  await withDatabase(async (db) => {
    for (const scope of ['predict', 'train', 'admin']) {
      keys[scope] = await createApiKey(db, { name: scope, scopes: [scope] });
    }
  }, env);
  service = await serve(env);
});

afterAll(async () => {
  await service?.stop();
  issuer?.close();
  await rm(folder, { recursive: true, force: true });
});

async function ask(query: string, authorization?: string) {
  const response = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify({ query }),
  });
  const body = await response.json();
  return { status: response.status, code: body.errors?.[0]?.extensions.code, data: body.data };
}

const VIEWER = '{ viewer { id scopes } }';
const bearer = (name: string) => `Bearer ${keys[name]!.key}`;

describe('a key', () => {
  test('is needed', async () => {
    expect(await ask(VIEWER)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(await ask(VIEWER, 'Basic dXNlcjpwYXNz')).toMatchObject({ status: 401 });
    expect((await fetch(`${service.url}/metrics`)).status).toBe(401);
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
  });

  test('opens what its scope says, and what that implies', async () => {
    expect((await ask(VIEWER, bearer('train'))).data.viewer.scopes).toEqual(['TRAIN', 'PREDICT']);
    expect(await ask('{ apiKeys { id } }', bearer('train'))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ask('{ models { edges { cursor } } }', bearer('predict'))).toMatchObject({ status: 200 });
    expect(
      await ask('mutation { deleteModel(input: { model: "x" }) { deletedId } }', bearer('predict')),
    ).toMatchObject({ code: 'FORBIDDEN' });
    expect((await ask('{ apiKeys { id name scopes } }', bearer('admin'))).data.apiKeys).toHaveLength(3);
  });

  test('with a letter changed, another’s secret or none opens nothing', async () => {
    const { id, key } = keys.admin!;
    const other = keys.predict!.key.split('_').slice(2).join('_');
    for (const wrong of [
      key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A'),
      `graft_${id}_${other}`,
      'graft_',
      `graft_${id}`,
    ]) {
      expect(await ask(VIEWER, `Bearer ${wrong}`)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    }
  });

  test('is made by an admin, shown once, and refused as soon as it is revoked', async () => {
    const made = await ask(
      'mutation { createApiKey(input: { name: "ci", scopes: [PREDICT] }) { id key userErrors { code } } }',
      bearer('admin'),
    );
    const { id, key } = made.data.createApiKey;
    expect((await ask(VIEWER, `Bearer ${key}`)).data.viewer.id).toBe(`key:${id}`);
    await ask(`mutation { revokeApiKey(input: { id: "${id}" }) { id } }`, bearer('admin'));
    expect(await ask(VIEWER, `Bearer ${key}`)).toMatchObject({ status: 401 });
  });
});

describe('a JSON web token', () => {
  const token = (
    claims: Record<string, unknown>,
    { issuer: iss = 'https://issuer.example', audience = 'graft', expires = '1h' } = {},
  ) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(iss)
      .setAudience(audience)
      .setSubject('anna')
      .setExpirationTime(expires)
      .sign(signing.privateKey);

  test('of the issuer opens what its scopes say', async () => {
    const { data } = await ask(VIEWER, `Bearer ${await token({ scope: 'openid train' })}`);
    expect(data.viewer).toEqual({ id: 'jwt:anna', scopes: ['TRAIN', 'PREDICT'] });
  });

  test('of another issuer, for another audience, expired, unsigned or signed by somebody else opens nothing', async () => {
    const stranger = await generateKeyPair('ES256');
    const forged = await new SignJWT({ scope: 'admin' })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer('https://issuer.example')
      .setAudience('graft')
      .setSubject('eve')
      .setExpirationTime('1h')
      .sign(stranger.privateKey);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"eve","scope":"admin"}').toString('base64url')}.`;
    const wrong = [
      await token({ scope: 'admin' }, { issuer: 'https://other.example' }),
      await token({ scope: 'admin' }, { audience: 'others' }),
      await token({ scope: 'admin' }, { expires: '1 hour ago' }),
      forged,
      unsigned,
    ];
    for (const each of wrong) expect(await ask(VIEWER, `Bearer ${each}`)).toMatchObject({ status: 401 });
  });
});

test('too many requests of one caller wait, those of another do not', async () => {
  const key = bearer('predict');
  const statuses = await Promise.all(
    Array.from({ length: 300 }, () => ask(VIEWER, key).then(({ status }) => status)),
  );
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  expect(await ask(VIEWER, key)).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
  expect(await ask(VIEWER, bearer('train'))).toMatchObject({ status: 200 });
});
