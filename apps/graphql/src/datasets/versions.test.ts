import { randomUUID } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkImage, fileStorage, loadDataset } from '@graft/core';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from '../testing.js';
import { addPictures, type IncomingPicture } from './add-pictures.js';
import { deleteDataset } from './change-dataset.js';
import { moveToSplit, relabelPictures, removePictures } from './change-pictures.js';
import { listPictures } from './find-pictures.js';
import { freezeVersion, type VersionRow, versionOf } from './freeze-version.js';
import { materialise } from './materialise.js';
import { pictureKey } from './storage-keys.js';
import { emptyDataset } from './testing-import.js';
import { testPicture } from './testing-pictures.js';

let memory: TestApp;
let disk: TestApp;
beforeAll(async () => {
  [memory, disk] = await Promise.all([testApp(), testApp({ storage: fileStorage })]);
});
afterAll(() => Promise.all([memory.close(), disk.close()]));

async function picture(number: number, name: string, label: string): Promise<IncomingPicture> {
  const bytes = await testPicture(number);
  return { name, label, split: null, size: bytes.length, content: await checkImage(bytes, name) };
}

async function pets(service: TestApp): Promise<string> {
  const id = await emptyDataset(service, `pets ${randomUUID()}`);
  const incoming = await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      picture(i, `${i % 2 ? 'cats' : 'dogs'}/${i}.jpg`, i % 2 ? 'cats' : 'dogs'),
    ),
  );
  await addPictures(service.app, id, incoming);
  return id;
}

const everything = { limit: 1000, inverted: false };
const idsOf = async (service: TestApp, id: string, names: string[]) =>
  (await listPictures(service.app, id, {}, everything))
    .filter(({ name }) => names.includes(name))
    .map((row) => row.id);

test('the hash of a version depends on what is in it, not on the order in which it came', () => {
  const row: fc.Arbitrary<VersionRow> = fc.record({
    file_name: fc.string({ minLength: 1 }),
    label: fc.constantFrom('cats', 'dogs'),
    split: fc.constantFrom('train' as const, 'test' as const),
    sha256: fc.constantFrom('a', 'b', 'c'),
  });
  const rows = fc.uniqueArray(row, { selector: ({ file_name }) => file_name, minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(
      rows.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      ),
      fc.nat(),
      ([list, shuffled], at) => {
        const { hash } = versionOf(list);
        expect(versionOf(shuffled).hash).toBe(hash);
        const changed = list.map((entry, i) =>
          i === at % list.length ? { ...entry, label: 'birds' } : entry,
        );
        expect(versionOf(changed).hash).not.toBe(hash);
      },
    ),
  );
});

test('the same content is the same version; any change is another one; the old one stays as it was', async () => {
  const id = await pets(memory);
  const first = await freezeVersion(memory.app, id);
  expect(first.pictures).toBe(12);
  expect(await freezeVersion(memory.app, id)).toEqual(first);
  const [cat] = await idsOf(memory, id, ['cats/1.jpg']);
  await relabelPictures(memory.app, id, [cat!], 'tigers');
  const relabelled = await freezeVersion(memory.app, id);
  await moveToSplit(memory.app, id, [cat!], 'test');
  const moved = await freezeVersion(memory.app, id);
  await relabelPictures(memory.app, id, [cat!], 'cats');
  await moveToSplit(memory.app, id, [cat!], null);
  expect(await freezeVersion(memory.app, id)).toEqual(first);
  expect(new Set([first.hash, relabelled.hash, moved.hash]).size).toBe(3);
  const folder = join(memory.folder, 'frozen');
  const dataset = await loadDataset(await materialise(memory.app, id, relabelled.hash, folder));
  expect(dataset.labels).toEqual(['cats', 'dogs', 'tigers']);
});

test.each(['memory', 'disk'])('a version on a worker is what core reads, storage: %s', async (kind) => {
  const service = kind === 'memory' ? memory : disk;
  const id = await pets(service);
  const ids = await idsOf(service, id, ['cats/1.jpg', 'dogs/0.jpg']);
  await moveToSplit(service.app, id, ids, 'test');
  const { hash } = await freezeVersion(service.app, id);
  const folder = join(service.folder, 'worker');
  const [one, other] = await Promise.all([
    materialise(service.app, id, hash, folder),
    materialise(service.app, id, hash, folder),
  ]);
  expect(one).toBe(other);
  const dataset = await loadDataset(one, { testFraction: 0, validationFraction: 0.2 });
  expect(dataset.name).toMatch(/^pets /);
  expect(dataset.splits.test.map((sample) => sample.id)).toEqual(['cats/1.jpg', 'dogs/0.jpg']);
  expect(dataset.splits.train.length + dataset.splits.validation.length).toBe(10);
  expect(dataset.skipped).toEqual([]);
  const left = await readdir(join(folder, 'versions', id));
  expect(left).toEqual([hash]);
  const kept = await readdir(join(folder, 'pictures'));
  expect(kept.every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
  if (kind === 'disk') {
    const { ino } = await stat(dataset.splits.test[0]!.path);
    const stored = join(service.app.config.storage, pictureKey(id, dataset.splits.test[0]!.sha256));
    expect((await stat(stored)).ino).toBe(ino);
  }
});

test('bytes that are not those that were frozen are refused, and nothing of them is kept', async () => {
  const id = await pets(memory);
  const { hash } = await freezeVersion(memory.app, id);
  const [first] = await listPictures(memory.app, id, {}, everything);
  await memory.app.storage.write(pictureKey(id, first!.sha256!), Buffer.from('other'));
  const folder = join(memory.folder, 'corrupt');
  await expect(materialise(memory.app, id, hash, folder)).rejects.toMatchObject({ code: 'STORAGE_CORRUPT' });
  expect(await readdir(join(folder, 'pictures'))).not.toContain(first!.sha256);
  await expect(readFile(join(folder, 'versions', id, hash))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a version keeps pictures that were removed since; what no version has is removed', async () => {
  const id = await pets(memory);
  const [before] = await listPictures(memory.app, id, {}, everything);
  await removePictures(memory.app, id, [before!.id]);
  expect(await memory.app.storage.exists(pictureKey(id, before!.sha256!))).toBe(false);
  const { hash } = await freezeVersion(memory.app, id);
  const [frozen] = await listPictures(memory.app, id, {}, everything);
  await removePictures(memory.app, id, [frozen!.id]);
  const manifest = await materialise(memory.app, id, hash, join(memory.folder, 'removed'));
  expect(await readFile(manifest, 'utf8')).toContain(frozen!.sha256);
});

test('pictures are relabelled and removed all together or not at all', async () => {
  const id = await pets(memory);
  const ids = await idsOf(memory, id, ['cats/1.jpg']);
  const stranger = randomUUID();
  await expect(relabelPictures(memory.app, id, [...ids, stranger], 'x')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    details: { field: 'pictures', pictures: [stranger] },
  });
  await expect(removePictures(memory.app, id, [...ids, stranger])).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await listPictures(memory.app, id, { label: 'cats' }, everything)).toHaveLength(6);
});

test('a contradiction goes when a label is put right', async () => {
  const id = await emptyDataset(memory, 'contradiction');
  await addPictures(memory.app, id, [await picture(1, 'a.jpg', 'cats'), await picture(1, 'b.jpg', 'dogs')]);
  expect(await listPictures(memory.app, id, { bad: true }, everything)).toHaveLength(2);
  await relabelPictures(memory.app, id, await idsOf(memory, id, ['b.jpg']), 'cats');
  expect(await listPictures(memory.app, id, { bad: true }, everything)).toEqual([]);
  expect((await freezeVersion(memory.app, id)).pictures).toBe(1);
});

test('the same name is replaced only when asked, and never by a bad file', async () => {
  const id = await emptyDataset(memory, 'replacing');
  await addPictures(memory.app, id, [await picture(1, 'a.jpg', 'cats')]);
  const next = [await picture(2, 'a.jpg', 'cats')];
  expect(await addPictures(memory.app, id, next)).toMatchObject({ added: [], nameTaken: ['a.jpg'] });
  const [old] = await listPictures(memory.app, id, {}, everything);
  expect(await addPictures(memory.app, id, next, { replace: true })).toMatchObject({ added: ['a.jpg'] });
  const [now] = await listPictures(memory.app, id, {}, everything);
  expect(now).toMatchObject({ id: old!.id, bad_code: null });
  expect(now!.sha256).not.toBe(old!.sha256);
  expect(await memory.app.storage.exists(pictureKey(id, old!.sha256!))).toBe(false);
  const broken: IncomingPicture = {
    name: 'a.jpg',
    label: 'cats',
    split: null,
    size: 3,
    content: { code: 'IMAGE_DAMAGED', reason: 'broken' },
  };
  await addPictures(memory.app, id, [broken], { replace: true });
  expect(await listPictures(memory.app, id, {}, everything)).toEqual([now]);
});

test('deleting a dataset leaves nothing behind, and waits for its jobs', async () => {
  const id = await pets(memory);
  await freezeVersion(memory.app, id);
  const job = {
    id: randomUUID(),
    kind: 'TRAINING' as const,
    principal: 'local',
    input_hash: '',
    dataset_id: id,
  };
  await memory.app.db
    .insertInto('jobs')
    .values({ ...job, input: JSON.stringify({}) })
    .execute();
  await expect(deleteDataset(memory.app, id)).rejects.toMatchObject({ code: 'DATASET_IN_USE' });
  await memory.app.db.updateTable('jobs').set({ state: 'SUCCEEDED' }).where('id', '=', job.id).execute();
  await deleteDataset(memory.app, id);
  expect(await memory.app.storage.list(`datasets/${id}/`)).toEqual([]);
  await expect(freezeVersion(memory.app, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
