import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { shared, sharedTest } from '@graft/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestApp, testApp } from '../testing.js';
import { createDataset, type DatasetSource } from './create-dataset.js';
import { countClasses } from './find-datasets.js';
import { listPictures } from './find-pictures.js';
import { runImport } from './testing-import.js';
import { pictureBomb, testPicture } from './testing-pictures.js';

let service: TestApp;
/** Of one test: a folder below the one that datasets may be read from, and part of its datasets' names. */
let mine: string;
let tests = 0;
beforeAll(async () => {
  service = await testApp();
  await symlink('/etc', join(service.folder, 'link'));
});
beforeEach(() => {
  mine = `t${++tests}`;
});
afterAll(() => service.close());

async function files(contents: Record<string, Uint8Array | string>): Promise<void> {
  for (const [name, content] of Object.entries(contents)) {
    const path = join(service.folder, mine, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

async function create(source: DatasetSource, name = 'pets') {
  const { dataset, job } = await createDataset(service.app, service.principal, {
    name: `${name} ${mine}`,
    source,
  });
  return { datasetId: dataset.id, jobId: job!.id };
}

const everything = { limit: 1000, inverted: false };

test('a folder per label becomes a dataset, bad files by name and reason', async () => {
  const jpeg = await testPicture(5);
  await files({
    'pets/cats/1.jpg': await testPicture(1),
    'pets/cats/2.png': await testPicture(2, 'png'),
    'pets/dogs/1.jpg': await testPicture(3),
    'pets/dogs/text.jpg': 'this is no picture',
    'pets/dogs/empty.jpg': '',
    'pets/dogs/cut.jpg': jpeg.subarray(0, jpeg.length - 40),
    'pets/dogs/bomb.png': await pictureBomb(),
    'pets/dogs/drawing.jpg': '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    'pets/dogs/notes.txt': 'not meant to be a picture',
  });
  const { datasetId, jobId } = await create({ folder: `${mine}/pets` });
  const { result, events } = await runImport(service, jobId);
  expect(result).toMatchObject({ added: { count: 3 }, bad: { count: 5 } });
  const bad = await listPictures(service.app, datasetId, { bad: true }, everything);
  expect(bad.map(({ name, bad_code }) => [name, bad_code])).toEqual([
    ['dogs/bomb.png', 'IMAGE_TOO_LARGE'],
    ['dogs/cut.jpg', 'IMAGE_DAMAGED'],
    ['dogs/drawing.jpg', 'IMAGE_FORMAT'],
    ['dogs/empty.jpg', 'IMAGE_EMPTY'],
    ['dogs/text.jpg', 'IMAGE_FORMAT'],
  ]);
  expect(await countClasses(service.app, datasetId)).toMatchObject([
    { label: 'cats', pictures: 2, unassigned: 2 },
    { label: 'dogs', pictures: 1 },
  ]);
  expect(events.filter(({ type }) => type === 'progress').at(-1)).toMatchObject({ done: 8, total: 8 });
});

test('an import that is repeated changes nothing', async () => {
  await files({ 'pets/cats/1.jpg': await testPicture(1), 'pets/dogs/1.jpg': await testPicture(2) });
  const { datasetId, jobId } = await create({ folder: `${mine}/pets` });
  await runImport(service, jobId);
  const before = await listPictures(service.app, datasetId, {}, everything);
  const { result } = await runImport(service, jobId);
  expect(result).toMatchObject({ added: { count: 0 }, unchanged: { count: 2 } });
  expect(await listPictures(service.app, datasetId, {}, everything)).toEqual(before);
});

test('an import that is cancelled keeps what it has added', async () => {
  const pictures = Array.from({ length: 40 }, async (_, i) => [`pets/cats/${i}.jpg`, await testPicture(i)]);
  await files(Object.fromEntries(await Promise.all(pictures)));
  const { datasetId, jobId } = await create({ folder: `${mine}/pets` });
  const stop = new AbortController();
  const onEvent = (event: { type: string; done?: number }) => {
    if (event.type === 'progress' && event.done === 20) stop.abort();
  };
  await expect(runImport(service, jobId, { signal: stop.signal, onEvent })).rejects.toMatchObject({
    code: 'ABORTED',
  });
  expect(await listPictures(service.app, datasetId, {}, everything)).toHaveLength(16);
  expect((await runImport(service, jobId)).result).toMatchObject({
    added: { count: 24 },
    unchanged: { count: 16 },
  });
});

test('splits in a folder are kept, and the same bytes under one label count once', async () => {
  await files({
    'pets/train/cats/1.jpg': await testPicture(1),
    'pets/train/dogs/1.jpg': await testPicture(2),
    'pets/test/cats/9.jpg': await testPicture(3),
    'pets/train/cats/copy.jpg': await testPicture(1),
  });
  const { datasetId, jobId } = await create({ folder: `${mine}/pets` });
  const { result } = await runImport(service, jobId);
  expect(await countClasses(service.app, datasetId)).toMatchObject([
    { label: 'cats', train: 1, test: 1 },
    { label: 'dogs', train: 1, test: 0 },
  ]);
  expect(result.duplicates!.count).toBe(1);
});

test('the same bytes under two labels are left out until one is right', async () => {
  await files({
    'pets/cats/1.jpg': await testPicture(1),
    'pets/dogs/1.jpg': await testPicture(1),
    'pets/dogs/2.jpg': await testPicture(2),
  });
  const { datasetId, jobId } = await create({ folder: `${mine}/pets` });
  await runImport(service, jobId);
  const bad = await listPictures(service.app, datasetId, { bad: true }, everything);
  expect(bad.map(({ name, bad_code }) => [name, bad_code])).toEqual([
    ['cats/1.jpg', 'DATASET_CONFLICT'],
    ['dogs/1.jpg', 'DATASET_CONFLICT'],
  ]);
  expect(bad[0]!.bad_reason).toContain('dogs/1.jpg has the same bytes');
});

test('manifests: a file, and text that names pictures in a folder', async () => {
  await files({
    'pets/a.jpg': await testPicture(1),
    'pets/b.jpg': await testPicture(2),
    'pets/list.csv': 'file_name,label,split\na.jpg,cats,train\nb.jpg,dogs,test\n',
  });
  const file = await create({ manifest: { path: `${mine}/pets/list.csv` } }, 'file');
  await runImport(service, file.jobId);
  expect(await countClasses(service.app, file.datasetId)).toMatchObject([
    { label: 'cats', train: 1 },
    { label: 'dogs', test: 1 },
  ]);
  const text = await create(
    {
      manifest: {
        text: '{"file_name":"a.jpg","label":"x"}\n{"file_name":"c.jpg","label":"y"}',
        folder: `${mine}/pets`,
      },
    },
    'text',
  );
  const { result } = await runImport(service, text.jobId);
  expect(result).toMatchObject({
    added: { first: ['a.jpg'] },
    bad: { first: [{ name: 'c.jpg', code: 'IMAGE_NOT_FOUND' }] },
  });
});

test('objects below imports/ in the storage', async () => {
  const { storage } = service.app;
  await storage.write('imports/zoo/cats/1.jpg', await testPicture(1));
  await storage.write('imports/zoo/dogs/1.jpg', await testPicture(2));
  const { datasetId, jobId } = await create({ storagePrefix: 'imports/zoo' });
  await runImport(service, jobId);
  expect((await countClasses(service.app, datasetId)).map(({ label }) => label)).toEqual(['cats', 'dogs']);
});

test('a link out of the allowed folders is a bad file, and its bytes are never read', async () => {
  const outside = await testApp();
  await writeFile(join(outside.folder, 'secret.jpg'), await testPicture(1));
  await files({ 'pets/cats/1.jpg': await testPicture(2), 'pets/dogs/1.jpg': await testPicture(3) });
  await symlink(join(outside.folder, 'secret.jpg'), join(service.folder, mine, 'pets/cats/link.jpg'));
  const { datasetId, jobId } = await create({ folder: `${mine}/pets` });
  await runImport(service, jobId);
  const bad = await listPictures(service.app, datasetId, { bad: true }, everything);
  expect(bad).toMatchObject([{ name: 'cats/link.jpg', bad_code: 'PATH_NOT_ALLOWED', sha256: null }]);
  await outside.close();
});

test.each([
  [{ folder: '/etc' }, 'source.folder'],
  [{ folder: '..' }, 'source.folder'],
  [{ folder: 'nowhere' }, 'source.folder'],
  [{ folder: 'link' }, 'source.folder'],
  [{ manifest: { path: '/etc/passwd' } }, 'source.manifest.path'],
  [{ manifest: { text: 'file_name,label\na.jpg,x', folder: '/etc' } }, 'source.manifest.folder'],
  [{ storagePrefix: 'datasets/' }, 'source.storagePrefix'],
  [{ storagePrefix: 'imports/../service/' }, 'source.storagePrefix'],
])('%j is refused with its field', async (source, field) => {
  await expect(create(source)).rejects.toMatchObject({ code: 'PATH_NOT_ALLOWED', details: { field } });
  const made = service.app.db.selectFrom('datasets').selectAll().where('name', '=', `pets ${mine}`);
  expect(await made.execute()).toEqual([]);
});

test.each([
  [{ manifest: { text: 'file_name,label\n../../etc/passwd,x' } }, 'source.manifest.text', 'DATASET_MANIFEST'],
  [{ manifest: { text: '{"file_name":' } }, 'source.manifest.text', 'DATASET_MANIFEST'],
  [{}, 'source', 'OPTION_INVALID'],
  [{ folder: '.', storagePrefix: 'imports/x' }, 'source', 'OPTION_INVALID'],
  [{ manifest: {} }, 'source.manifest', 'OPTION_INVALID'],
])('%j is no source', async (source, field, code) => {
  await expect(create(source)).rejects.toMatchObject({ code, kind: 'input', details: { field } });
});

test('a repeated key gives the same dataset and job; another input under it is refused', async () => {
  await files({ 'pets/cats/1.jpg': await testPicture(1) });
  const input = { name: mine, source: { folder: `${mine}/pets` }, idempotencyKey: 'k' };
  const first = await createDataset(service.app, service.principal, input);
  const second = await createDataset(service.app, service.principal, input);
  expect([second.dataset.id, second.job?.id]).toEqual([first.dataset.id, first.job?.id]);
  await expect(
    createDataset(service.app, service.principal, { ...input, name: 'others' }),
  ).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', details: { field: 'idempotencyKey' } });
  await expect(createDataset(service.app, service.principal, { name: mine })).rejects.toMatchObject({
    code: 'NAME_TAKEN',
    details: { field: 'name' },
  });
});

sharedTest(test, 'data/cats-and-dogs', 'cats and dogs: every picture, the splits as they are', async () => {
  const real = await testApp({ env: { GRAFT_DATASET_ROOTS: shared('data') } });
  const { dataset, job } = await createDataset(real.app, real.principal, {
    name: 'cats and dogs',
    source: { folder: 'cats-and-dogs' },
  });
  const { result } = await runImport(real, job!.id);
  expect(result.bad!.count).toBe(0);
  expect(await countClasses(real.app, dataset.id)).toMatchObject([
    { label: 'cats', train: 500, validation: 0, test: 100, unassigned: 0 },
    { label: 'dogs', train: 500, validation: 0, test: 100, unassigned: 0 },
  ]);
  await real.close();
});
