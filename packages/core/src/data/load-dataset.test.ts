import { rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shared, sharedTest } from '@graft/testing';
import { describe, expect, test } from 'vitest';
import { AbortedError, DatasetError } from '../errors.js';
import type { ProgressEvent } from '../progress.js';
import { loadDataset } from './load-dataset.js';
import { folderOf, pictures, twoClasses } from './test-data/folders.js';
import { plainPng } from './test-data/pictures.js';
import { type Dataset, SPLITS } from './types.js';

const sizes = ({ splits }: Dataset) => SPLITS.map((split) => splits[split].length);
const ids = ({ splits }: Dataset) => SPLITS.flatMap((split) => splits[split].map(({ id }) => id)).sort();

describe('a folder per class', () => {
  test('is split 80, 10 and 10 class by class', async () => {
    const dataset = await loadDataset(await folderOf(await twoClasses()));
    expect(dataset.labels).toEqual(['cats', 'dogs']);
    expect(sizes(dataset)).toEqual([16, 2, 2]);
    expect(dataset.splits.test.map(({ label }) => label)).toEqual([0, 1]);
    const [sample] = dataset.splits.test;
    expect(sample!.path.endsWith(sample!.id)).toBe(true);
    expect(sample!.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('keeps its own splits, under any of their names', async () => {
    const files = {
      ...(await twoClasses('train/')),
      ...(await pictures('valid/cats', 2, 200)),
      ...(await pictures('valid/dogs', 2, 210)),
      ...(await pictures('Test/cats', 1, 220)),
      ...(await pictures('Test/dogs', 3, 230)),
    };
    const dataset = await loadDataset(await folderOf(files));
    expect(sizes(dataset)).toEqual([20, 4, 4]);
    expect(dataset.splits.test[0]!.id).toBe('Test/cats/0.png');
  });

  test('gets a validation split from train when it brings only a test split', async () => {
    const files = {
      ...(await twoClasses('train/')),
      ...(await pictures('test/cats', 4, 200)),
      ...(await pictures('test/dogs', 4, 210)),
    };
    const dataset = await loadDataset(await folderOf(files), { validationFraction: 0.2 });
    expect(sizes(dataset)).toEqual([16, 4, 8]);
    expect(dataset.splits.validation.every(({ id }) => id.startsWith('train/'))).toBe(true);
  });

  test('may have a class named train', async () => {
    const dataset = await loadDataset(
      await folderOf({ ...(await pictures('train', 5)), ...(await pictures('bus', 5, 50)) }),
    );
    expect(dataset.labels).toEqual(['bus', 'train']);
  });

  test('orders labels by code point, as Keras does', async () => {
    const names = ['b', '\u{1F431}', 'B', '10', '9', '\uFF5E', 'é'];
    const parts = await Promise.all(names.map((name, i) => pictures(name, 3, i * 10)));
    const { labels } = await loadDataset(await folderOf(Object.assign({}, ...parts)));
    // sorted() of Python 3.
    expect(labels).toEqual(['10', '9', 'B', 'b', 'é', '\uFF5E', '\u{1F431}']);
  });

  test('passes over hidden files, other files and what systems leave behind', async () => {
    const root = await folderOf({
      ...(await twoClasses()),
      'cats/.hidden.png': 'x',
      'cats/._0.png': 'x',
      'cats/Thumbs.db': 'x',
      'cats/notes.txt': 'x',
      '.git/config.png': 'x',
      '__MACOSX/cats/0.png': 'x',
      'SOURCE.md': 'x',
    });
    const dataset = await loadDataset(root);
    expect([ids(dataset).length, dataset.skipped.length, dataset.labels.length]).toEqual([20, 0, 2]);
  });

  test('takes pictures in sub-folders and behind links, and no link in circles', async () => {
    const root = await folderOf({ ...(await twoClasses()), ...(await pictures('cats/more/deep', 2, 50)) });
    const elsewhere = await folderOf(await pictures('birds', 4, 150));
    await symlink(join(elsewhere, 'birds'), join(root, 'birds'));
    await symlink(join(root, 'cats'), join(root, 'cats/more/circle'));
    const dataset = await loadDataset(root);
    expect(dataset.labels).toEqual(['birds', 'cats', 'dogs']);
    expect(ids(dataset)).toHaveLength(26);
  });
});

describe('the hash', () => {
  test('changes with a byte, a name, a label and the splits, and with nothing else', async () => {
    const root = await folderOf(await twoClasses());
    const copy = await folderOf(await twoClasses());
    const { hash } = await loadDataset(root);
    expect((await loadDataset(copy)).hash).toBe(hash);
    const hashes = [hash, (await loadDataset(root, { seed: 1 })).hash];
    await writeFile(join(copy, 'cats/0.png'), await plainPng(99));
    hashes.push((await loadDataset(copy)).hash);
    await rename(join(root, 'cats/0.png'), join(root, 'cats/a.png'));
    hashes.push((await loadDataset(root)).hash);
    await rename(join(root, 'cats'), join(root, 'cat'));
    hashes.push((await loadDataset(root)).hash);
    expect(new Set(hashes).size).toBe(5);
  });
});

describe('bad files', () => {
  const broken = async () => ({
    ...(await twoClasses()),
    'cats/empty.jpg': '',
    'cats/text.png': 'not a picture',
    'dogs/cut.png': (await plainPng(7, 8, 9, 64)).subarray(0, 120),
    'dogs/phone.heic': '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
  });

  test('are skipped, listed with their reason, and announced', async () => {
    const events: ProgressEvent[] = [];
    const root = await folderOf(await broken());
    const dataset = await loadDataset(root, { onProgress: (event) => events.push(event) });
    expect(ids(dataset)).toHaveLength(20);
    expect(dataset.skipped.map(({ id, code }) => [id, code])).toEqual([
      ['cats/empty.jpg', 'IMAGE_EMPTY'],
      ['cats/text.png', 'IMAGE_FORMAT'],
      ['dogs/cut.png', 'IMAGE_DAMAGED'],
      ['dogs/phone.heic', 'IMAGE_FORMAT'],
    ]);
    expect(dataset.skipped[2]!.reason).toContain(join(root, 'dogs/cut.png'));
    expect(events.filter(({ type }) => type === 'notice')).toHaveLength(1);
    expect(events.findLast(({ type }) => type === 'progress')).toMatchObject({
      done: 24,
      total: 24,
      unit: 'files',
    });
  });

  test('are refused when asked for, with the first name and the count', async () => {
    await expect(loadDataset(await folderOf(await broken()), { onBadFile: 'refuse' })).rejects.toMatchObject({
      code: 'DATASET_BAD_FILES',
      message: expect.stringMatching(/^4 of 24 files .*empty\.jpg/),
    });
  });

  test('copies under two labels are all left out', async () => {
    const root = await folderOf({
      ...(await twoClasses()),
      'cats/same.png': await plainPng(1, 2, 3),
      'dogs/same.png': await plainPng(1, 2, 3),
    });
    const { skipped } = await loadDataset(root);
    expect(skipped.map(({ id, code }) => [id, code])).toEqual([
      ['cats/same.png', 'DATASET_CONFLICT'],
      ['dogs/same.png', 'DATASET_CONFLICT'],
    ]);
  });

  test('copies under one label are kept and stay together', async () => {
    const same = await plainPng(1, 2, 3);
    const root = await folderOf({ ...(await twoClasses()), 'cats/x.png': same, 'cats/y.png': same });
    for (let seed = 0; seed < 10; seed++) {
      const { splits } = await loadDataset(root, { seed });
      const holding = SPLITS.filter((split) => splits[split].some(({ id }) => /[xy]\.png/.test(id)));
      expect(holding).toHaveLength(1);
    }
  });
});

describe('what is wrong is said', () => {
  const fails = async (files: Record<string, string | Uint8Array>, code: string, message: RegExp) => {
    const error = await loadDataset(await folderOf(files)).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  };

  test('no such folder', async () => {
    await expect(loadDataset('/no/such/folder')).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
  });
  test('no class folders', async () => {
    await fails({}, 'DATASET_NO_CLASSES', /one folder of pictures per class.*Found nothing/);
    await fails(
      { '0.png': 'x', 'labels.csv': 'x' },
      'DATASET_NO_CLASSES',
      /Found 2 files \(1 pictures\).*labels\.csv/,
    );
    await fails({ 'train/0.png': 'x', 'test/1.png': 'x' }, 'DATASET_NO_CLASSES', /no class folders inside/);
    await fails(await pictures('test/cats', 1), 'DATASET_NO_CLASSES', /no train\//);
  });
  test('a single class', async () => {
    await fails(await pictures('cats', 3), 'DATASET_SINGLE_CLASS', /"cats"/);
    await fails(await twoClasses('wrapped/'), 'DATASET_SINGLE_CLASS', /give that folder/);
  });
  test('a class with no picture', async () => {
    await fails({ ...(await twoClasses()), 'birds/notes.txt': '' }, 'DATASET_EMPTY_CLASS', /"birds"/);
  });
  test('a class whose every picture is bad', async () => {
    await fails(
      { ...(await twoClasses()), 'birds/0.png': '' },
      'DATASET_EMPTY_CLASS',
      /1 files can be used.*0\.png is empty/,
    );
  });
  test('a picture in two splits, under any name', async () => {
    const files = { ...(await twoClasses('train/')), 'test/cats/copy.png': await plainPng(3, 0) };
    await fails(
      files,
      'DATASET_SPLIT_OVERLAP',
      /test\/cats\/copy\.png \(test\) and train\/cats\/3\.png \(train\)/,
    );
  });
  test('a class that is only tested', async () => {
    const files = { ...(await twoClasses('train/')), ...(await pictures('test/Cats', 1, 200)) };
    await fails(files, 'DATASET_LABEL_MISMATCH', /"Cats" is in test.*cats, dogs/);
  });
  test('too few pictures to split', async () => {
    await fails(
      { ...(await pictures('cats', 1)), ...(await pictures('dogs', 1, 9)) },
      'DATASET_TOO_SMALL',
      /validation/,
    );
  });
  test('a given split of which nothing can be used', async () => {
    await fails({ ...(await twoClasses('train/')), 'test/cats/0.png': '' }, 'DATASET_TOO_SMALL', /in test/);
  });
  test('fractions that leave nothing', async () => {
    const root = await folderOf(await twoClasses());
    for (const options of [
      { testFraction: 1 },
      { validationFraction: -0.1 },
      { testFraction: 0.5, validationFraction: 0.5 },
      { testFraction: Number.NaN },
    ]) {
      await expect(loadDataset(root, options)).rejects.toMatchObject({ code: 'OPTION_INVALID' });
    }
  });
});

test('splits may be left empty on purpose', async () => {
  const root = await folderOf(await twoClasses());
  expect(sizes(await loadDataset(root, { testFraction: 0, validationFraction: 0.3 }))).toEqual([14, 6, 0]);
});

test('folders beside the splits are named', async () => {
  const root = await folderOf({ ...(await twoClasses('train/')), 'annotations/x.txt': '' });
  const notices: string[] = [];
  await loadDataset(root, { onProgress: (event) => event.type === 'notice' && notices.push(event.message) });
  expect(notices).toEqual([expect.stringContaining('annotations/')]);
});

test('classes that a split lacks are named', async () => {
  const root = await folderOf({ ...(await twoClasses('train/')), ...(await pictures('test/cats', 2, 200)) });
  const notices: string[] = [];
  await loadDataset(root, { onProgress: (event) => event.type === 'notice' && notices.push(event.message) });
  expect(notices).toEqual(['No picture in test of: dogs.']);
});

test('an abort stops the reading', async () => {
  const root = await folderOf(await twoClasses());
  await expect(loadDataset(root, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(AbortedError);
});

describe('real data sets', () => {
  sharedTest(
    test,
    'data/cats-and-dogs',
    'cats and dogs: 900, 100 and 200 pictures, the same every time',
    async () => {
      const dataset = await loadDataset(shared('data/cats-and-dogs'));
      expect(dataset.labels).toEqual(['cats', 'dogs']);
      expect(sizes(dataset)).toEqual([900, 100, 200]);
      expect(dataset.splits.validation.filter(({ label }) => label === 0)).toHaveLength(50);
      expect(dataset.skipped).toEqual([]);
      // Changes only when somebody changes how splits are made: everybody's results then change with it.
      expect(dataset.hash).toBe('f47ca5dadeec4b504c7b426cf7ccb700aca8ec289f87a7ee8efdedffadc98c75');
      expect(await loadDataset(shared('data/cats-and-dogs'))).toEqual(dataset);
    },
  );
  for (const [folder, classes, counts] of [
    ['flowers', 5, [1350, 150, 500]],
    ['sign-digits', 10, [990, 110, 400]],
  ] as const) {
    sharedTest(test, `data/${folder}`, `${folder}: ${classes} classes`, async () => {
      const dataset = await loadDataset(shared(`data/${folder}`));
      expect(dataset.labels).toHaveLength(classes);
      expect(sizes(dataset)).toEqual(counts);
      expect(dataset.skipped).toEqual([]);
    });
  }
});
