import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadDataset } from './load-dataset.js';
import { folderOf, pictures } from './test-data/folders.js';
import { type Dataset, SPLITS } from './types.js';

const sizes = ({ splits }: Dataset) => SPLITS.map((split) => splits[split].length);

/** Ten pictures `images/0.png` and on, and a manifest made of one line for each. */
async function manifestOf(name: string, line: (i: number) => string, header = ''): Promise<string> {
  const lines = Array.from({ length: 10 }, (_, i) => line(i));
  return folderOf({ ...(await pictures('images', 10)), [name]: `${header}${lines.join('\n')}\n` });
}

const label = (i: number) => (i < 5 ? 'cat' : 'dog');

describe('manifests', () => {
  test("Hugging Face's metadata.csv is found in the folder", async () => {
    const root = await manifestOf('metadata.csv', (i) => `images/${i}.png,${label(i)}`, 'file_name,label\n');
    const dataset = await loadDataset(root);
    expect(dataset.labels).toEqual(['cat', 'dog']);
    expect(sizes(dataset)).toEqual([6, 2, 2]);
    expect(dataset.splits.train[0]!.id).toMatch(/^images\/\d\.png$/);
  });

  test("Hugging Face's metadata.jsonl is found in the folder; whole numbers are labels too", async () => {
    const root = await manifestOf('metadata.jsonl', (i) =>
      JSON.stringify({ file_name: `images/${i}.png`, label: i % 2, text: 'x' }),
    );
    expect((await loadDataset(root)).labels).toEqual(['0', '1']);
  });

  test('one manifest in every split folder', async () => {
    const csv = (first: string, second: string) => `file_name,label\n${first}.png,cat\n${second}.png,dog\n`;
    const root = await folderOf({
      ...(await pictures('train', 6)),
      'train/metadata.csv': `${csv('0', '1')}2.png,cat\n3.png,dog\n4.png,cat\n5.png,dog\n`,
      ...(await pictures('test', 2, 50)),
      'test/metadata.csv': csv('0', '1'),
    });
    const dataset = await loadDataset(root);
    expect(sizes(dataset)).toEqual([4, 2, 2]);
    expect(dataset.splits.test.map(({ id }) => id)).toEqual(['test/0.png', 'test/1.png']);
  });

  test.each(['path', 'file', 'image', ' File_Name '])('the path may be called "%s"', async (field) => {
    const root = await manifestOf(
      'list.csv',
      (i) => `${label(i)},images/${i}.png`,
      `\uFEFFLabel,${field}\r\n`,
    );
    expect(sizes(await loadDataset(join(root, 'list.csv')))).toEqual([6, 2, 2]);
  });

  test('a split field is followed', async () => {
    const split = (i: number) => ['train', 'train', 'Validation', 'test', 'TRAIN'][i % 5];
    const root = await manifestOf(
      'list.csv',
      (i) => `images/${i}.png,"${label(i)}, small",${split(i)}`,
      'file_name,label,split\n',
    );
    const dataset = await loadDataset(join(root, 'list.csv'));
    expect(sizes(dataset)).toEqual([6, 2, 2]);
    expect(dataset.labels).toEqual(['cat, small', 'dog, small']);
    expect(dataset.name).toBe('list');
  });

  test('the split folder that every path starts with is the split, as in ImageFolder', async () => {
    const root = await folderOf({
      ...(await pictures('train', 6)),
      ...(await pictures('test', 2, 50)),
      'metadata.csv': `file_name,label\n${[0, 1, 2, 3, 4, 5].map((i) => `train\\${i}.png,${i % 2}`).join('\n')}\ntest/0.png,0\ntest/1.png,1\n`,
    });
    expect(sizes(await loadDataset(root))).toEqual([4, 2, 2]);
  });

  test('a file that is listed but not there is skipped by name', async () => {
    const root = await manifestOf(
      'list.csv',
      (i) => `images/${i === 3 ? 'lost' : i}.png,${label(i)}`,
      'file_name,label\n',
    );
    const { skipped } = await loadDataset(join(root, 'list.csv'));
    expect(skipped).toMatchObject([{ id: 'images/lost.png', code: 'IMAGE_NOT_FOUND' }]);
  });
});

describe('a wrong manifest is refused by file, line and field', () => {
  const cases: [name: string, content: string, line: number, field: string, message: RegExp][] = [
    ['m.csv', 'file_name,label\n../secret.png,a\n', 2, 'file_name', /inside the manifest's folder/],
    ['m.csv', 'file_name,label\na.png,x\nb/../../c.png,a\n', 3, 'file_name', /".."/],
    ['m.csv', 'file_name,label\n..\\secret.png,a\n', 2, 'file_name', /".."/],
    ['m.csv', 'path,label\n/etc/passwd,a\n', 2, 'path', /relative/],
    ['m.csv', 'path,label\nC:\\cat.png,a\n', 2, 'path', /relative/],
    ['m.csv', 'path,label\nhttps://example.com/cat.png,a\n', 2, 'path', /relative/],
    ['m.csv', 'picture,label\ncat.png,a\n', 2, 'file_name', /the fields here are picture, label/],
    ['m.csv', 'file_name,class\ncat.png,a\n', 2, 'label', /class name/],
    ['m.csv', 'file_name,label\ncat.png,\n', 2, 'label', /received none/],
    ['m.csv', 'file_name,label,split\na.png,a,train\nb.png,b,dev\n', 3, 'split', /received "dev"/],
    ['m.csv', 'file_name,label,split\na.png,a,train\nb.png,b,\n', 3, 'split', /received none/],
    ['m.csv', 'file_name,label\na.png,a\n./a.png,b\n', 3, 'file_name', /listed before, in line 2/],
    ['m.csv', 'file_name,label\na.png,a,extra\n', 2, 'row', /comma-separated/],
    ['m.csv', 'file_name,label\n"a.png,a\n', 2, 'row', /comma-separated/],
    ['m.csv', 'file_name,label\n', 1, 'file', /at least one row/],
    ['m.jsonl', '{"file_name":"a.png","label":"a"}\n\n{"file_name":\n', 3, 'row', /JSON/],
    ['m.jsonl', '["a.png","a"]\n', 1, 'row', /JSON object/],
    ['m.jsonl', '{"file_name":"a.png","label":["a"]}\n', 1, 'label', /class name/],
    ['m.txt', 'a.png a\n', 1, 'file', /\.csv or \.jsonl/],
  ];
  test.each(cases)('%s %j', async (name, content, line, field, message) => {
    const root = await folderOf({ [name]: content });
    await expect(loadDataset(join(root, name))).rejects.toMatchObject({
      code: 'DATASET_MANIFEST',
      details: { line, field, file: join(root, name) },
      message: expect.stringMatching(message),
    });
  });
});
