import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Storage } from '@graft/core/storage';
import { s3Storage } from '@graft/storage-s3';
import {
  type Fault,
  type FaultProxy,
  type S3Server,
  startFaultProxy,
  startS3,
} from '@graft/testing/services';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { restApiEvent } from './fixtures/rest-api.js';
import { route } from './router.js';
import { redPicture, temporaryFolder, testApp, testContext, trainColours } from './testing.js';

let s3: S3Server;
let proxy: FaultProxy;
let storage: Storage;
let body: string;
/** Files that serving reads and that have a hash: the model's own but those to look at, and the frozen part. */
let served: number;

beforeAll(async () => {
  s3 = await startS3();
  proxy = await startFaultProxy(s3.endpoint);
  Object.assign(process.env, s3.env);
  storage = s3Storage(s3);
  await trainColours(storage, 'models/colours/1');
  const own = await storage.list('models/colours/1/');
  served =
    own.filter((key) => !/(model[.]json|report[.]html|predictions[.]jsonl|map[.]json)$/.test(key)).length + 1;
  body = JSON.stringify({ image: (await redPicture()).toString('base64') });
});
afterEach(() => proxy.heal());
afterAll(async () => {
  await proxy.stop();
  await s3.stop();
});

/** A function that has just started, whose storage is behind the proxy. */
async function coldFunction() {
  const cacheFolder = await temporaryFolder();
  const app = await testApp({
    GRAFT_MODEL: 's3://graft/models/colours/1',
    GRAFT_S3_ENDPOINT: proxy.url,
    GRAFT_STORAGE_SECONDS: '0.7',
    GRAFT_TMP: cacheFolder,
  });
  const ask = async (remainingMs?: number) => {
    const event = { ...restApiEvent, body };
    const {
      statusCode,
      headers,
      body: answer,
    } = (await route(app, event, testContext(remainingMs))) as APIGatewayProxyResult;
    return { status: statusCode, code: JSON.parse(answer).code as string | undefined, headers };
  };
  return { ask, cacheFolder, app };
}

/** How many files are what their names say; -1 when one is not. */
async function wholeFiles(folder: string): Promise<number> {
  const names = await readdir(folder);
  const hashes = await Promise.all(names.map((name) => hashOf(join(folder, name)).catch(() => 'gone')));
  return hashes.every((hash, i) => hash === names[i]) ? names.length : -1;
}

async function hashOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

const FILES: [string, RegExp][] = [
  ['its facts', /model\.json/],
  ['its head', /model\.onnx/],
  ['its frozen part', /prefixes\//],
];
const FAULTS: [string, Fault, string][] = [
  ['slow', { kind: 'slow', ms: 5000 }, 'STORAGE_UNAVAILABLE'],
  ['asks to slow down', { kind: 'error', status: 503, code: 'SlowDown' }, 'STORAGE_THROTTLED'],
  ['breaks off', { kind: 'truncated' }, 'STORAGE_TRUNCATED'],
  ['stops in the middle', { kind: 'stalled' }, 'STORAGE_TRUNCATED'],
  ['has a wrong byte', { kind: 'wrong-bytes' }, 'BUNDLE_CHANGED'],
  ['denies access', { kind: 'error', status: 403, code: 'AccessDenied' }, 'STORAGE_PERMISSION'],
];

describe.each(FILES)('when reading %s', (_file, matches) => {
  test.each(FAULTS)(
    'storage that %s: 503 with its code; the next call is answered',
    async (_name, fault, code) => {
      const { ask, cacheFolder } = await coldFunction();
      proxy.inject(fault, { matches });
      const failed = await ask();
      expect(failed).toMatchObject({ status: 503, code, headers: { 'retry-after': '1' } });
      expect(await readdir(cacheFolder)).toEqual([]);
      proxy.heal();
      expect(await ask()).toMatchObject({ status: 200 });
      await expect.poll(() => wholeFiles(cacheFolder)).toBe(served);
    },
  );

  test('a missing key: 503 that names what is wrong; the next call is answered', async () => {
    const { ask } = await coldFunction();
    proxy.inject({ kind: 'error', status: 404, code: 'NoSuchKey' }, { matches });
    expect(await ask()).toMatchObject({ status: 503, code: 'BUNDLE_INCOMPLETE' });
    proxy.heal();
    expect(await ask()).toMatchObject({ status: 200 });
  });
});

describe('storage that is a little slow', () => {
  test('costs time, no answer', async () => {
    const { ask } = await coldFunction();
    proxy.inject({ kind: 'slow', ms: 100 });
    expect(await ask()).toMatchObject({ status: 200 });
  });

  test('a call whose time runs out says so; the load goes on for the next one', async () => {
    const { ask } = await coldFunction();
    proxy.inject({ kind: 'slow', ms: 150 });
    expect(await ask(350)).toMatchObject({ status: 503, code: 'TIME_SHORT' });
    expect(await ask()).toMatchObject({ status: 200 });
  });
});

test('a model that is there needs no storage', async () => {
  const { ask } = await coldFunction();
  await ask();
  proxy.inject({ kind: 'error', status: 503, code: 'SlowDown' });
  expect(await ask()).toMatchObject({ status: 200 });
});

test('a second function in the same sandbox reads only the facts again', async () => {
  const { ask, cacheFolder } = await coldFunction();
  await ask();
  await expect.poll(() => wholeFiles(cacheFolder)).toBe(served);
  const again = await testApp({
    GRAFT_MODEL: 's3://graft/models/colours/1',
    GRAFT_S3_ENDPOINT: proxy.url,
    GRAFT_TMP: cacheFolder,
  });
  const before = proxy.requests.length;
  expect(await route(again, JSON.parse(body), testContext())).toHaveProperty('predictions');
  expect(proxy.requests.slice(before).map((line) => line.replace(/[?].*/, ''))).toEqual([
    'GET /graft/models/colours/1/model.json',
  ]);
});
