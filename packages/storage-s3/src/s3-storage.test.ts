import { randomUUID } from 'node:crypto';
import { ListMultipartUploadsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { storageContract } from '@graft/core/storage-contract';
import { type S3Server, startS3 } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Client } from './s3-client.js';
import { s3Storage } from './s3-storage.js';

let s3: S3Server;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

describe('S3 storage under a prefix', () => {
  storageContract(test, () => s3Storage({ ...s3, prefix: `tests/${randomUUID()}/` }));
});

test('more keys than one answer holds (1000) are listed', async () => {
  const storage = s3Storage({ ...s3, prefix: randomUUID() });
  const keys = Array.from({ length: 1050 }, (_, i) => `pictures/${String(i).padStart(4, '0')}`);
  const bytes = Uint8Array.from([1]);
  for (let i = 0; i < keys.length; i += 50) {
    await Promise.all(keys.slice(i, i + 50).map((key) => storage.write(key, bytes)));
  }
  expect(await storage.list()).toEqual(keys);
});

test('what other programs keep beside our keys is not listed', async () => {
  const prefix = randomUUID();
  const client = s3Client(s3);
  for (const name of ['folder/', 'a/.hidden', 'key']) {
    await client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: `${prefix}/${name}`, Body: '' }));
  }
  expect(await s3Storage({ ...s3, prefix }).list()).toEqual(['key']);
});

test('a failed upload leaves no parts behind, which would cost money unseen', async () => {
  const storage = s3Storage({ ...s3, prefix: randomUUID() });
  const chunk = new Uint8Array(1_000_000);
  const failing = async function* () {
    for (let i = 0; i < 25; i++) yield chunk;
    throw new Error('the client went away');
  };
  await expect(storage.writeStream('large', failing())).rejects.toThrow('the client went away');
  const { Uploads = [] } = await s3Client(s3).send(new ListMultipartUploadsCommand({ Bucket: s3.bucket }));
  expect(Uploads).toEqual([]);
});
