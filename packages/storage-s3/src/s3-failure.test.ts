import { randomUUID } from 'node:crypto';
import { type FaultProxy, type S3Server, startFaultProxy, startS3 } from '@graft/testing/services';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type S3StorageOptions, s3Storage } from './s3-storage.js';

let s3: S3Server;
let proxy: FaultProxy;
beforeAll(async () => {
  s3 = await startS3();
  proxy = await startFaultProxy(s3.endpoint);
});
afterAll(async () => {
  await proxy.stop();
  await s3.stop();
});
afterEach(() => proxy.heal());

const bytes = Uint8Array.from({ length: 50_000 }, (_, i) => i % 251);
const storage = (options: Partial<S3StorageOptions> = {}) =>
  s3Storage({
    ...s3,
    endpoint: proxy.url,
    prefix: randomUUID(),
    attempts: 3,
    idleTimeoutMs: 200,
    ...options,
  });

describe('what the server refuses', () => {
  const refusals: [string, () => Partial<S3StorageOptions>, { code: string; message: RegExp }][] = [
    [
      'a bucket that is not there',
      () => ({ bucket: 'no-such-bucket' }),
      { code: 'STORAGE_BUCKET', message: /no bucket "no-such-bucket"\. Create it/ },
    ],
    [
      'another region than the bucket’s',
      () => ({ region: 'eu-west-1' }),
      { code: 'STORAGE_REGION', message: /it is in us-east-1\. Set AWS_REGION=us-east-1/ },
    ],
    [
      'a wrong secret',
      () => ({ credentials: { ...s3.credentials, secretAccessKey: 'wrong' } }),
      { code: 'STORAGE_CREDENTIALS', message: /SignatureDoesNotMatch.*Set AWS_ACCESS_KEY_ID/ },
    ],
    [
      'an unknown access key',
      () => ({ credentials: { ...s3.credentials, accessKeyId: 'unknown' } }),
      { code: 'STORAGE_CREDENTIALS', message: /credentials are missing, unknown or expired/ },
    ],
  ];

  test.each(refusals)('%s has the same code whatever was asked', async (_name, options, expected) => {
    const refused = storage(options());
    const requests: readonly (() => Promise<unknown>)[] = [
      () => refused.read('key'),
      () => refused.readStream('key'),
      () => refused.write('key', bytes),
      () => refused.write('key', bytes, { ifAbsent: true }),
      () => refused.writeStream('key', oneChunk()),
      () => refused.stat('key'),
      () => refused.exists('key'),
      () => refused.list(),
      () => refused.remove('key'),
    ];
    for (const request of requests) {
      const message = expect.stringMatching(expected.message);
      await expect(request()).rejects.toMatchObject({ ...expected, message });
    }
  });

  test('access denied is no missing key', async () => {
    const denied = storage();
    await denied.write('key', bytes);
    proxy.inject({ kind: 'error', status: 403, code: 'AccessDenied' });
    for (const request of [() => denied.read('key'), () => denied.exists('key'), () => denied.list()]) {
      await expect(request()).rejects.toMatchObject({
        code: 'STORAGE_PERMISSION',
        details: { s3Code: 'AccessDenied' },
      });
    }
  });

  test('a key that the proxy hides is missing', async () => {
    const hidden = storage();
    await hidden.write('key', bytes);
    proxy.inject({ kind: 'error', status: 404, code: 'NoSuchKey' });
    await expect(hidden.read('key')).rejects.toMatchObject({ code: 'STORAGE_NOT_FOUND' });
    expect(await hidden.exists('key')).toBe(false);
  });
});

describe('a server in trouble', () => {
  test('is asked again when it says to slow down', async () => {
    proxy.inject({ kind: 'error', status: 503, code: 'SlowDown' }, { times: 2 });
    const storage_ = storage();
    await storage_.write('key', bytes);
    expect(await storage_.read('key')).toEqual(bytes);
  });

  test.each([
    [{ kind: 'error', status: 503, code: 'SlowDown' }, 'STORAGE_THROTTLED'],
    [{ kind: 'error', status: 500, code: 'InternalError' }, 'STORAGE_UNAVAILABLE'],
    [{ kind: 'lost-answer' }, 'STORAGE_UNAVAILABLE'],
    [{ kind: 'slow', ms: 10_000 }, 'STORAGE_UNAVAILABLE'],
    [{ kind: 'truncated' }, 'STORAGE_TRUNCATED'],
    [{ kind: 'stalled' }, 'STORAGE_TRUNCATED'],
  ] as const)('that never recovers (%o) ends with %s after three attempts', async (fault, code) => {
    const broken = storage();
    await broken.write('key', bytes);
    const before = proxy.requests.length;
    proxy.inject(fault);
    await expect(broken.read('key')).rejects.toMatchObject({
      code,
      kind: 'failure',
      cause: expect.any(Error),
    });
    expect(proxy.requests.length - before).toBe(3);
  });

  test('that is not there at all is unavailable', async () => {
    const gone = storage({ endpoint: 'http://127.0.0.1:9', attempts: 2 });
    await expect(gone.read('key')).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: expect.stringMatching(/ECONNREFUSED.*Check the endpoint/),
    });
  });
});

describe('a download that breaks off', () => {
  test.each(['truncated', 'stalled'] as const)('(%s) is taken up where it broke', async (kind) => {
    const storage_ = storage();
    await storage_.write('key', bytes);
    proxy.inject({ kind }, { times: 2 });
    expect(await storage_.read('key')).toEqual(bytes);

    proxy.inject({ kind }, { times: 2 });
    expect(Buffer.concat(await (await storage_.readStream('key')).toArray()).equals(bytes)).toBe(true);
  });

  test('is not continued with the bytes of another version', async () => {
    const storage_ = storage();
    await storage_.write('key', bytes);
    proxy.inject({ kind: 'truncated' }, { times: 1 });
    const stream = await storage_.readStream('key');
    await storage_.write(
      'key',
      bytes.map((byte) => byte ^ 1),
    );
    await expect(stream.toArray()).rejects.toMatchObject({ code: 'STORAGE_TRUNCATED' });
  });
});

describe('a conditional write whose answer is lost', () => {
  test('succeeds: what the second attempt finds is its own', async () => {
    const storage_ = storage();
    proxy.inject({ kind: 'lost-answer' }, { times: 1, matches: /^PUT/ });
    await storage_.write('key', bytes, { ifAbsent: true });
    expect(await storage_.read('key')).toEqual(bytes);

    const { etag } = await storage_.stat('key');
    proxy.inject({ kind: 'lost-answer' }, { times: 1, matches: /^PUT/ });
    await storage_.write('key', bytes.subarray(1), { ifMatch: etag });
    expect(await storage_.read('key')).toEqual(bytes.subarray(1));
  });

  test('is refused all the same when somebody else’s bytes are there, even the same bytes', async () => {
    const storage_ = storage();
    await storage_.write('key', bytes, { ifAbsent: true });
    proxy.inject({ kind: 'lost-answer' }, { times: 1, matches: /^PUT/ });
    await expect(storage_.write('key', bytes, { ifAbsent: true })).rejects.toMatchObject({
      code: 'STORAGE_CONFLICT',
    });
  });
});

async function* oneChunk(): AsyncGenerator<Uint8Array> {
  yield bytes;
}
