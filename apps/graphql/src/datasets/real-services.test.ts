import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDataset } from '@graft/core';
import { type Postgres, type S3Server, startPostgres, startS3 } from '@graft/testing/services';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App, Principal } from '../app.js';
import { readConfig } from '../config.js';
import { objectUrl } from '../files/object-url.js';
import { openApp } from '../open-app.js';
import { deleteDataset } from './change-dataset.js';
import { relabelPictures, removePictures } from './change-pictures.js';
import { completeUploads } from './complete-uploads.js';
import { createDataset } from './create-dataset.js';
import { countClasses, listDatasets } from './find-datasets.js';
import { listPictures } from './find-pictures.js';
import { freezeVersion } from './freeze-version.js';
import { materialise } from './materialise.js';
import { pictureKey } from './storage-keys.js';
import { runImport } from './testing-import.js';
import { testPicture } from './testing-pictures.js';
import { createUploads } from './uploads.js';

let postgres: Postgres;
let s3: S3Server;
let folder: string;
let service: { app: App; close(): Promise<void> };
const principal: Principal = { id: 'local', scopes: new Set(['admin']) };
beforeAll(async () => {
  [postgres, s3, folder] = await Promise.all([
    startPostgres(),
    startS3(),
    mkdtemp(join(tmpdir(), 'graft-real-')),
  ]);
  Object.assign(process.env, s3.env);
  const env = {
    DATABASE_URL: postgres.url,
    GRAFT_STORAGE: `s3://${s3.bucket}/graft`,
    GRAFT_S3_ENDPOINT: s3.endpoint,
    GRAFT_LOG_LEVEL: 'silent',
  };
  service = await openApp(readConfig(env));
});
afterAll(async () => {
  await service?.close();
  await Promise.all([postgres?.stop(), s3?.stop(), rm(folder, { recursive: true, force: true })]);
});

const everything = { limit: 1000, inverted: false };

test('on PostgreSQL and S3: presigned uploads, a zip, a version, a worker’s copy, deleting', async () => {
  const { app } = service;
  const { dataset } = await createDataset(app, principal, { name: 'pets' });
  const [one, two] = [await testPicture(1), await testPicture(2)];
  const zip = zipSync({ 'cats/2.jpg': two, 'dogs/3.jpg': await testPicture(3), 'dogs/1.jpg': one });
  const files = [
    { name: '1.jpg', label: 'cats', contentType: 'image/jpeg', body: one },
    { name: 'pets.zip', contentType: 'application/zip', body: zip },
  ];
  const uploads = await createUploads(
    app,
    dataset,
    files.map(({ body, ...file }) => ({ ...file, bytes: body.length })),
  );
  for (const [i, { url, method, headers }] of uploads.entries()) {
    expect(url).toContain(s3.endpoint);
    const answer = await fetch(url, { method, headers, body: new Uint8Array(files[i]!.body) });
    expect(answer.status, await answer.text()).toBe(200);
  }
  const ids = uploads.map(({ row }) => row.id);
  const { added, jobs } = await completeUploads(app, principal, dataset, ids);
  expect(added).toEqual(['cats/1.jpg']);
  const { result } = await runImport({ app }, jobs[0]!.id);
  expect(result).toMatchObject({ added: { count: 3 } });
  expect(await app.storage.exists(uploads[1]!.row.key)).toBe(false);
  // A worker that was lost after its last write: another one gives the same answer.
  expect((await runImport({ app }, jobs[0]!.id)).result).toEqual(result);

  const bad = await listPictures(app, dataset.id, { bad: true }, everything);
  expect(bad.map(({ name, bad_code }) => [name, bad_code])).toEqual([
    ['cats/1.jpg', 'DATASET_CONFLICT'],
    ['dogs/1.jpg', 'DATASET_CONFLICT'],
  ]);
  await removePictures(app, dataset.id, [bad[1]!.id]);
  expect(await countClasses(app, dataset.id)).toMatchObject([{ pictures: 2 }, { pictures: 1 }]);

  const version = await freezeVersion(app, dataset.id);
  expect(await freezeVersion(app, dataset.id)).toEqual(version);
  expect(version.pictures).toBe(3);
  const manifest = await materialise(app, dataset.id, version.hash, folder);
  const local = await loadDataset(manifest, { testFraction: 0, validationFraction: 0 });
  expect(local.splits.train.map(({ id }) => id)).toEqual(['cats/1.jpg', 'cats/2.jpg', 'dogs/3.jpg']);

  const url = await objectUrl(app, pictureKey(dataset.id, local.splits.train[0]!.sha256));
  expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(one);
  await app.db.updateTable('jobs').set({ state: 'SUCCEEDED' }).execute();
  await deleteDataset(app, dataset.id);
  expect(await app.storage.list(`datasets/${dataset.id}/`)).toEqual([]);
});

test('on PostgreSQL: many at once add, relabel and freeze, and nothing is lost', async () => {
  const { app } = service;
  const { dataset } = await createDataset(app, principal, { name: `busy ${randomUUID()}` });
  const create = Array.from({ length: 8 }, async (_, i) => {
    const body = await testPicture(100 + i);
    const [upload] = await createUploads(app, dataset, [
      { name: `${i}.jpg`, label: 'cats', bytes: body.length },
    ]);
    await app.storage.write(upload!.row.key, body);
    const { added } = await completeUploads(app, principal, dataset, [upload!.row.id]);
    const [picture] = await listPictures(app, dataset.id, { label: 'cats' }, everything);
    if (picture) await relabelPictures(app, dataset.id, [picture.id], 'dogs');
    await freezeVersion(app, dataset.id);
    return added;
  });
  expect((await Promise.all(create)).flat()).toHaveLength(8);
  expect(await listPictures(app, dataset.id, { bad: false }, everything)).toHaveLength(8);
  expect((await listDatasets(app, everything)).map(({ name }) => name)).toContain(dataset.name);
});
