import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from './load-dataset.js';
import { SPLITS } from './types.js';

const PICTURES = 40;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-targets-'));
  for (let i = 0; i < PICTURES; i++) {
    const background = { r: i * 6, g: 255 - i * 6, b: 0 };
    await sharp({ create: { width: 8, height: 8, channels: 3, background } }).toFile(
      join(folder, `${i}.png`),
    );
  }
});

const manifest = async (name: string, content: string) => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const lines = (row: (i: number) => string) => [...Array(PICTURES).keys()].map(row).join('\n');

describe('several labels a picture', () => {
  const expected = { '0.png': [1, 1, 0], '1.png': [0, 0, 0], '2.png': [1, 0, 0], '3.png': [0, 1, 1] };
  const labelsOf = (i: number) => [
    ...(i % 2 === 0 ? ['big'] : []),
    ...(i % 3 === 0 ? ['new'] : []),
    ...(i === 3 || i > 35 ? ['red'] : []),
  ];

  test.each([
    ['separated by |', 'a.csv', `file_name,labels\n${lines((i) => `${i}.png,${labelsOf(i).join('|')}`)}`],
    [
      'as JSON arrays',
      'b.jsonl',
      lines((i) => JSON.stringify({ file_name: `${i}.png`, labels: labelsOf(i) })),
    ],
    [
      'in several rows',
      'c.csv',
      `file_name,label\n${lines((i) => (labelsOf(i).length ? labelsOf(i) : ['']).map((label) => `${i}.png,${label}`).join('\n'))}`,
    ],
  ])('%s', async (_, name, content) => {
    const dataset = await loadDataset(await manifest(name, content), { task: 'multi-label' });
    expect(dataset.labels).toEqual(['big', 'new', 'red']);
    const all = SPLITS.flatMap((split) => dataset.splits[split]);
    expect(all).toHaveLength(PICTURES);
    for (const [id, targets] of Object.entries(expected)) {
      expect(all.find((sample) => sample.id === id)?.targets).toEqual(targets);
    }
    const rare = dataset.splits.test.filter(({ targets }) => targets![2] === 1);
    expect(rare.length).toBeGreaterThan(0);
  });

  test('a folder of class folders says what is missing', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'graft-targets-'));
    await expect(loadDataset(empty, { task: 'multi-label' })).rejects.toMatchObject({
      code: 'DATASET_NO_CLASSES',
      message: expect.stringMatching(/metadata\.csv.*labels/),
    });
  });
});

describe('numbers', () => {
  test("one, several, and columns by name, in the manifest's own splits", async () => {
    const splitOf = (i: number) => (i % 5 === 0 ? 'test' : i % 5 === 1 ? 'val' : 'train');
    const path = await manifest(
      'd.csv',
      `file_name,target_x,target_y,weight,split\n${lines((i) => `${i}.png,${i / 2},-${i},1e${i % 3},${splitOf(i)}`)}`,
    );
    const dataset = await loadDataset(path, { task: 'regression' });
    expect(dataset.labels).toEqual(['target_x', 'target_y']);
    expect(dataset.splits.test.find(({ id }) => id === '5.png')?.targets).toEqual([2.5, -5]);
    expect(dataset.splits.validation).toHaveLength(8);
    const named = await loadDataset(path, { task: 'regression', targets: ['weight'] });
    expect(named.splits.test.find(({ id }) => id === '5.png')?.targets).toEqual([100]);
    expect(named.hash).not.toBe(dataset.hash);
  });

  test.each([
    ['no number', `file_name,target\n0.png,many`, /line 2, field target.*expected a number/],
    ['no such column', `file_name,size\n0.png,1`, /expected numbers in a field "target"/],
    ['one file twice', `file_name,target\n0.png,1\n0.png,2`, /line 3.*listed before, in line 2/],
  ])('%s is refused by name', async (_, content, message) => {
    await expect(loadDataset(await manifest('e.csv', content), { task: 'regression' })).rejects.toMatchObject(
      {
        code: 'DATASET_MANIFEST',
        message: expect.stringMatching(message),
      },
    );
  });
});
