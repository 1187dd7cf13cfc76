import { randomUUID } from 'node:crypto';
import { checkImage } from '@graft/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from '../testing.js';
import { addPictures } from './add-pictures.js';
import { addClass, removeClass, renameClass } from './classes.js';
import { countClasses } from './find-datasets.js';
import { listPictures } from './find-pictures.js';
import { removeForNow, restorePictures } from './removals.js';
import { pictureKey } from './storage-keys.js';
import { emptyDataset } from './testing-import.js';
import { testPicture } from './testing-pictures.js';

let service: TestApp;
let pets: string;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.close());

async function add(names: readonly string[], dataset = pets): Promise<void> {
  const incoming = await Promise.all(
    names.map(async (name, i) => {
      const bytes = await testPicture(i + names.length * 7);
      const label = name.slice(0, name.indexOf('/'));
      return { name, label, split: null, size: bytes.length, content: await checkImage(bytes, name) };
    }),
  );
  await addPictures(service.app, dataset, incoming);
}

const rows = () => listPictures(service.app, pets, {}, { limit: 100, inverted: false });
const counts = async () =>
  Object.fromEntries((await countClasses(service.app, pets)).map(({ label, pictures }) => [label, pictures]));

test('a class can be made before it has pictures, renamed with them and merged into another', async () => {
  pets = await emptyDataset(service, `pets ${randomUUID()}`);
  await addClass(service.app, pets, 'birds');
  await addClass(service.app, pets, 'birds');
  expect(await counts()).toEqual({ birds: 0 });
  await add(['cats/1.jpg', 'cats/2.jpg', 'dogs/1.jpg']);
  await renameClass(service.app, pets, 'cats', 'kittens');
  expect(await counts()).toEqual({ birds: 0, kittens: 2, dogs: 1 });
  await renameClass(service.app, pets, 'kittens', 'dogs');
  expect(await counts()).toEqual({ birds: 0, dogs: 3 });
  await expect(renameClass(service.app, pets, 'cats', 'x')).rejects.toMatchObject({ code: 'OPTION_INVALID' });
  await expect(addClass(service.app, pets, ' ')).rejects.toMatchObject({ code: 'OPTION_INVALID' });
});

test('what was removed comes back as it was, under another name where its own was taken', async () => {
  pets = await emptyDataset(service, `pets ${randomUUID()}`);
  await add(['cats/1.jpg', 'cats/2.jpg', 'dogs/1.jpg', 'dogs/2.jpg', 'dogs/3.jpg']);
  const before = await rows();
  const removal = await removeForNow(
    service.app,
    pets,
    before.slice(0, 3).map(({ id }) => id),
  );
  expect(await counts()).toEqual({ dogs: 2 });
  expect(await service.app.storage.exists(pictureKey(pets, before[0]!.sha256!))).toBe(true);
  expect(await restorePictures(service.app, pets, removal)).toBe(3);
  expect(await rows()).toEqual(before);
  await expect(restorePictures(service.app, pets, removal)).rejects.toMatchObject({ code: 'NOT_FOUND' });

  const again = await removeForNow(service.app, pets, [before[0]!.id]);
  await add(['cats/1.jpg']);
  await restorePictures(service.app, pets, again);
  expect((await rows()).map(({ name }) => name)).toContain('cats/1 (2).jpg');
});

test('a class that was removed with its pictures can be put back', async () => {
  pets = await emptyDataset(service, `pets ${randomUUID()}`);
  await addClass(service.app, pets, 'dogs');
  await add(['cats/1.jpg', 'dogs/1.jpg', 'dogs/2.jpg']);
  const removal = await removeClass(service.app, pets, 'dogs');
  expect(await counts()).toEqual({ cats: 1 });
  await restorePictures(service.app, pets, removal!);
  expect(await counts()).toEqual({ cats: 1, dogs: 2 });
  expect(await removeClass(service.app, pets, 'nothing')).toBeNull();
});

test('a day later nothing is left of what was removed', async () => {
  pets = await emptyDataset(service, `pets ${randomUUID()}`);
  await add(['cats/1.jpg', 'cats/2.jpg']);
  const [one, two] = await rows();
  const removal = await removeForNow(service.app, pets, [one!.id]);
  await service.app.db
    .updateTable('removed_pictures')
    .set({ removed_at: new Date(Date.now() - 25 * 3_600_000) } as never)
    .where('removal_id', '=', removal)
    .execute();
  await removeForNow(service.app, pets, [two!.id]);
  await expect(restorePictures(service.app, pets, removal)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await service.app.storage.exists(pictureKey(pets, one!.sha256!))).toBe(false);
  expect(await service.app.storage.exists(pictureKey(pets, two!.sha256!))).toBe(true);
});
