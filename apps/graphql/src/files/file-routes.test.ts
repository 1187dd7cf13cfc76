import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileStorage } from '@graft/core';
import express from 'express';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPictures } from '../datasets/add-pictures.js';
import { completeUploads } from '../datasets/complete-uploads.js';
import { inspectFile } from '../datasets/inspect-file.js';
import { pictureKey, thumbnailKey } from '../datasets/storage-keys.js';
import { emptyDataset } from '../datasets/testing-import.js';
import { testPicture } from '../datasets/testing-pictures.js';
import { createUploads, type UploadRequest } from '../datasets/uploads.js';
import { requestScope } from '../server/request-scope.js';
import { type TestApp, testApp } from '../testing.js';
import { fileRoutes } from './file-routes.js';
import { objectUrl, thumbnailUrl } from './object-url.js';
import { signedUrl } from './signed-url.js';

let service: TestApp;
let server: Server;
let dataset: string;
beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  service = await testApp({
    storage: fileStorage,
    env: { GRAFT_PORT: String(port), GRAFT_MAX_PICTURE_MB: '1', GRAFT_MAX_UPLOAD_MB: '2' },
  });
  server.on('request', express().use('/files', fileRoutes(service.app)));
  dataset = await emptyDataset(service);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await service.close();
});

const labelled = () => ({ id: dataset, name: 'pets', task: 'single-label' as const });
const upload = async (file: UploadRequest) => (await createUploads(service.app, labelled(), [file]))[0]!;
const complete = (...ids: string[]) => completeUploads(service.app, service.principal, labelled(), ids);
const uploadsInStorage = () => service.app.storage.list(`datasets/${dataset}/uploads/`);
/** Also what a killed or refused write might leave behind under a hidden name. */
async function hiddenFiles(): Promise<string[]> {
  const entries = await readdir(service.app.config.storage, { recursive: true });
  return entries.filter((name) => /(^|\/)\./.test(name));
}

test('a picture that was sent to its URL becomes part of the dataset, once', async () => {
  const bytes = await testPicture(1);
  const { url, method, headers, row } = await upload({ name: '1.jpg', label: 'cats', bytes: bytes.length });
  await expect(complete(row.id)).rejects.toMatchObject({
    code: 'UPLOAD_INCOMPLETE',
    details: { field: 'uploads.0' },
  });
  expect((await fetch(url, { method, headers, body: new Uint8Array(bytes) })).status).toBe(200);
  expect(await complete(row.id)).toMatchObject({ added: ['cats/1.jpg'], bad: [], jobs: [] });
  expect(await complete(row.id)).toMatchObject({ added: [], bad: [] });
  expect(await uploadsInStorage()).toEqual([]);
  expect((await fetch(url, { method, headers, body: new Uint8Array(bytes) })).status).toBe(409);
});

test('text called .jpg and a picture that is there already are reported, not added', async () => {
  const text = Buffer.from('<html><script>alert(1)</script></html>');
  const copy = await testPicture(1);
  const uploads = await createUploads(service.app, labelled(), [
    { name: 'text.jpg', label: 'cats', bytes: text.length },
    { name: 'copy.jpg', label: 'cats', bytes: copy.length },
  ]);
  for (const [i, body] of [text, copy].entries()) {
    await fetch(uploads[i]!.url, { method: 'PUT', headers: uploads[i]!.headers, body: new Uint8Array(body) });
  }
  expect(await complete(...uploads.map(({ row }) => row.id))).toMatchObject({
    added: [],
    bad: [{ name: 'cats/text.jpg', code: 'IMAGE_FORMAT' }],
    duplicates: [{ name: 'cats/copy.jpg', sameAs: 'cats/1.jpg' }],
  });
});

test('a zip becomes one import job, however often it is completed', async () => {
  const body = new Uint8Array(100);
  const { url, row } = await upload({ name: 'pets.zip', bytes: body.length });
  await fetch(url, { method: 'PUT', body });
  const [first, second] = [await complete(row.id), await complete(row.id)];
  expect(first.jobs[0]).toMatchObject({ kind: 'IMPORT', state: 'QUEUED', dataset_id: dataset });
  expect(second.jobs[0]!.id).toBe(first.jobs[0]!.id);
  await service.app.storage.remove(row.key);
});

test('more or fewer bytes than announced, and a client that goes away, leave nothing', async () => {
  const { url, row } = await upload({ name: '2.jpg', label: 'cats', bytes: 1000 });
  const put = (body: BodyInit) => fetch(url, { method: 'PUT', body });
  expect((await put(new Uint8Array(1001))).status).toBe(413);
  expect((await put(new Uint8Array(999))).status).toBe(400);
  expect(await sendChunked(url, 999, true)).toBe(413);
  expect(await sendChunked(url, 2_000_000, true)).toBe(413);
  expect(await sendChunked(url, 500, false)).toBeUndefined();
  await expect.poll(hiddenFiles, { timeout: 20_000 }).toEqual([]);
  expect(await uploadsInStorage()).toEqual([]);
  await expect(complete(row.id)).rejects.toMatchObject({ code: 'UPLOAD_INCOMPLETE' });
  expect((await put(new Uint8Array(1000))).status).toBe(200);
});

test('a URL that was changed in any part, or whose time is over, is refused', async () => {
  const { url } = await upload({ name: '3.jpg', label: 'cats', bytes: 10 });
  const body = new Uint8Array(10);
  const changes = [
    url.replace('bytes=10', 'bytes=11'),
    url.replace(/expires=\d+/, 'expires=99999999999'),
    url.replace(/uploads\/[^?]+/, `uploads/${randomUUID()}`),
    url.replace(/key=[^&]+/, 'key=service%2Furl-secret'),
    url.replace(/signature=[^&]+/, 'signature=x'),
    url.replace(/&signature=[^&]+/, ''),
    `${url}&bytes=10`,
  ];
  for (const changed of changes) {
    expect((await fetch(changed, { method: 'PUT', body })).status, changed).toBe(403);
  }
  const past = await signedUrl(
    service.app,
    'GET',
    '/objects/service/url-secret',
    {},
    new Date(Date.now() - 2000),
  );
  const answer = await fetch(past);
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'URL_INVALID' } }] });
});

test.each([
  [{ name: 'x.jpg', label: 'a', bytes: 2e6 }, 'UPLOAD_TOO_LARGE', 'files.0.bytes'],
  [{ name: 'x.zip', bytes: 3e6 }, 'UPLOAD_TOO_LARGE', 'files.0.bytes'],
  [{ name: 'x.jpg', label: 'a', bytes: 0 }, 'OPTION_INVALID', 'files.0.bytes'],
  [{ name: '../x.jpg', label: 'a', bytes: 1 }, 'OPTION_INVALID', 'files.0.name'],
  [{ name: '/etc/x.jpg', label: 'a', bytes: 1 }, 'OPTION_INVALID', 'files.0.name'],
  [{ name: 'x.html', label: 'a', bytes: 1 }, 'OPTION_INVALID', 'files.0.name'],
  [{ name: 'x.jpg', bytes: 1 }, 'OPTION_INVALID', 'files.0.label'],
  [{ name: 'x.zip', label: 'a', bytes: 1 }, 'OPTION_INVALID', 'files.0.label'],
  [{ name: 'x.jpg', label: 'a', bytes: 1, contentType: 'a\r\nb' }, 'OPTION_INVALID', 'files.0.contentType'],
])('%j is refused with its field', async (file, code, field) => {
  await expect(upload(file)).rejects.toMatchObject({ code, kind: 'input', details: { field } });
});

test('a small picture is made once, and kept by browsers', async () => {
  const big = await sharp({ create: { width: 900, height: 300, channels: 3, background: '#a31' } })
    .withExif({ IFD0: { Copyright: 'somebody' } })
    .jpeg()
    .toBuffer();
  const incoming = await inspectFile(
    { name: 'big.jpg', label: 'cats', split: null, size: big.length, read: async () => big },
    1e6,
  );
  await addPictures(service.app, dataset, [incoming]);
  const { sha256 } = incoming.content as { sha256: string };
  // Drawn as the picture came in, and again should it be lost.
  expect(await service.app.storage.exists(thumbnailKey(dataset, sha256))).toBe(true);
  await service.app.storage.remove(thumbnailKey(dataset, sha256));
  const url = await thumbnailUrl(service.app, dataset, sha256);
  expect(await thumbnailUrl(service.app, dataset, sha256)).toBe(url);
  const answer = await fetch(url);
  expect(answer.headers.get('content-type')).toBe('image/webp');
  expect(answer.headers.get('cache-control')).toContain('immutable');
  const small = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
  expect(small).toMatchObject({ format: 'webp', width: 192, height: 64 });
  expect(small.exif).toBeUndefined();
  expect(await service.app.storage.exists(thumbnailKey(dataset, sha256))).toBe(true);
  const original = await fetch(
    await objectUrl(service.app, pictureKey(dataset, sha256), 'gr\u00f6\u00dfe.jpg'),
  );
  expect(original.headers.get('content-type')).toBe('image/jpeg');
  expect(original.headers.get('content-disposition')).toContain("filename*=UTF-8''gr%C3%B6%C3%9Fe.jpg");
  expect(Buffer.from(await original.arrayBuffer())).toEqual(big);
});

test('whatever is stored, a browser is never told to run it', async () => {
  const { storage } = service.app;
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  for (const key of [pictureKey(dataset, 'f'.repeat(64)), 'models/x/report.html']) {
    await storage.write(key, svg);
    const answer = await fetch(await objectUrl(service.app, key));
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(svg);
  }
  const none = await fetch(await thumbnailUrl(service.app, dataset, 'f'.repeat(64)));
  expect(none.status).toBe(404);
});

test('an empty object and one that is gone', async () => {
  await service.app.storage.write('results/empty.jsonl', new Uint8Array());
  const empty = await fetch(await objectUrl(service.app, 'results/empty.jsonl'));
  expect([empty.status, await empty.text()]).toEqual([200, '']);
  expect((await fetch(await objectUrl(service.app, 'results/gone.jsonl'))).status).toBe(404);
});

/** Without saying how many bytes will come. @returns the status, undefined when the client went away first. */
function sendChunked(url: string, bytes: number, finish: boolean): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = httpRequest(url, { method: 'PUT' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', () => resolve(undefined));
    request.write(new Uint8Array(bytes));
    if (finish) request.end();
    else setTimeout(() => request.destroy(), 100);
  });
}

test('the page is given addresses of the server that it came from, also where the storage has its own', async () => {
  const elsewhere = async () => ({ url: 'https://bucket.example/x', headers: {} });
  const storage = {
    ...service.app.storage,
    presign: { get: async () => 'https://bucket.example/x', put: elsewhere },
  };
  const app = { ...service.app, storage } as typeof service.app;
  const [file] = [{ name: '77.jpg', label: 'cats', bytes: 10 }];
  const urls = async () => [
    await objectUrl(app, pictureKey(dataset, 'a')),
    await thumbnailUrl(app, dataset, 'a'),
    (await createUploads(app, labelled(), [file!]))[0]!.url,
  ];
  const scope = { requestId: randomUUID(), log: app.log, ownUrls: true };
  for (const url of await requestScope.run(scope, urls)) expect(url).toMatch(/^\/files\/.*signature=/);
  expect((await urls())[0]).toBe('https://bucket.example/x');
});
