import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { Presign, Storage } from '@graft/core/storage';
import { type S3Server, startS3 } from '@graft/testing/services';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { s3Storage } from './s3-storage.js';

let s3: S3Server;
let storage: Storage;
let presign: Presign;
beforeAll(async () => {
  s3 = await startS3();
  storage = s3Storage({ ...s3, prefix: randomUUID() });
  presign = storage.presign!;
});
afterAll(() => s3.stop());

const picture = Uint8Array.from([1, 2, 3, 4, 5]);
const forPicture = { expiresInSeconds: 60, contentLength: picture.length, contentType: 'image/png' };

test('a signed URL gives one key to whoever has it', async () => {
  await storage.write('a picture é.png', picture);
  const url = await presign.get('a picture é.png', { expiresInSeconds: 60 });
  expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(picture);
  expect((await fetch(url.replace('a%20picture', 'another'))).status).toBe(403);
});

test('a signed PUT stores the bytes that it was made for', async () => {
  const { url, headers } = await presign.put('upload.png', forPicture);
  expect(headers).toEqual({ 'content-length': '5', 'content-type': 'image/png' });
  expect(await send(url, headers, picture)).toBe(200);
  expect(await storage.read('upload.png')).toEqual(picture);
});

test('a signed PUT refuses more bytes, another type, another key and another method', async () => {
  const { url, headers } = await presign.put('refused.png', forPicture);
  const larger = { ...headers, 'content-length': '6' };
  expect(await send(url, larger, Uint8Array.from([1, 2, 3, 4, 5, 6]))).toBe(403);
  expect(await send(url, { ...headers, 'content-type': 'text/html' }, picture)).toBe(403);
  expect(await send(url.replace('refused.png', 'other.png'), headers, picture)).toBe(403);
  expect((await fetch(url)).status).toBe(403);
  expect(await storage.list('refused')).toEqual([]);
  expect(await storage.list('other')).toEqual([]);
});

test('a signed URL ends', async () => {
  await storage.write('short.png', picture);
  const url = await presign.get('short.png', { expiresInSeconds: 2 });
  expect((await fetch(url)).status).toBe(200);
  await expect.poll(async () => (await fetch(url)).status, { timeout: 10_000 }).toBe(403);
});

/** Not by `fetch`, which computes `content-length` itself. */
function send(url: string, headers: Readonly<Record<string, string>>, body: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { method: 'PUT', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .once('error', reject)
      .end(body);
  });
}
