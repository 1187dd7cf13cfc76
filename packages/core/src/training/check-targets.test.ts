import { copyFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { type LoadDatasetOptions, loadDataset } from '../data/load-dataset.js';
import { checkData } from './check-data.js';
import { drawSyntheticTargets } from './synthetic-targets.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-check-targets-'));

let folder: string;
let featureCache: string;
beforeAll(async () => {
  [folder, featureCache] = [await temporaryFolder(), await temporaryFolder()];
  await drawSyntheticTargets(folder, 120);
});

describe('planted faults are found', () => {
  test('labels that are set and should not be, or the other way round', async () => {
    const wrong = new Map([
      ['27.png', 'stripes'], // Has none.
      ['38.png', ''], // Has spots.
      ['49.png', ''], // Has stripes.
    ]);
    await rewrite('labels.csv', 'wrong.csv', ([name, labels]) => `${name},${wrong.get(name!) ?? labels}`);
    const { task, doubtedTargets, doubtedLabels } = await checked('wrong.csv', 'multi-label');
    expect(task).toBe('multi-label');
    expect(doubtedLabels).toEqual([]);
    expect(doubtedTargets.map(({ id, target, given }) => [id, target, given]).sort()).toEqual([
      ['27.png', 'stripes', 1],
      ['38.png', 'spots', 0],
      ['49.png', 'stripes', 0],
    ]);
    for (const { given, expected } of doubtedTargets) {
      expect(Math.abs(given - expected)).toBeGreaterThanOrEqual(0.8);
    }
  });

  test('numbers far from what the picture suggests, in their own units', async () => {
    await rewrite('numbers.csv', 'far.csv', ([name, brightness, spots]) =>
      [name, name === '16.png' ? 3 : brightness, name === '27.png' ? 40 : spots].join(),
    );
    const { doubtedTargets, counts, tinyLabels, imbalance } = await checked('far.csv', 'regression');
    // What resembles a fault may follow: its own number is as far from the fault's.
    const first = doubtedTargets.slice(0, 2);
    expect(first.map(({ id, target, given }) => [id, target, given]).sort()).toEqual([
      ['16.png', 'target_brightness', 3],
      ['27.png', 'target_spots', 40],
    ]);
    for (const { expected, score, target } of first) {
      expect(score).toBeGreaterThan(5);
      expect(expected).toBeLessThan(target === 'target_spots' ? 10 : 1.5);
    }
    expect({ counts, tinyLabels, imbalance }).toEqual({ counts: {}, tinyLabels: [], imbalance: 1 });
  });

  test('copies across splits, stored again or not; a broken file; a label on two pictures', async () => {
    await copyFile(join(folder, '0.png'), join(folder, 'copy.png'));
    await sharp(join(folder, '4.png')).jpeg({ quality: 80 }).toFile(join(folder, 'again.jpg'));
    const whole = await readFile(join(folder, '8.png'));
    await writeFile(join(folder, 'broken.png'), whole.subarray(0, whole.length / 2));
    const rare = ['1.png', '3.png'];
    const added = ['copy.png,spots|stripes,test', 'again.jpg,spots|stripes,test', 'broken.png,spots,train'];
    await rewrite(
      'labels.csv',
      'split.csv',
      ([name, labels]) => `${name},${labels}${rare.includes(name!) ? '|rare' : ''},train`,
      ['file_name,labels,split', ...added],
    );
    const report = await checked('split.csv', 'multi-label');
    expect(report.badFiles.map(({ id }) => id)).toEqual(['broken.png']);
    expect(report.acrossSplits.map(({ a, b }) => [a.id, b.id])).toEqual([
      ['0.png', 'copy.png'],
      ['4.png', 'again.jpg'],
    ]);
    expect(report.acrossSplits[0]!.similarity).toBe(1);
    expect(report.tinyLabels).toEqual(['rare']);
    expect(report.counts).toEqual({ rare: 2, spots: 60, stripes: 60 });
    expect(report.imbalance).toBe(30);
  });
});

test('nothing is doubted where nothing is wrong', async () => {
  expect((await checked('labels.csv', 'multi-label')).doubtedTargets).toEqual([]);
  expect((await checked('numbers.csv', 'regression')).doubtedTargets).toEqual([]);
});

async function checked(manifest: string, task: NonNullable<LoadDatasetOptions['task']>) {
  const fractions = manifest === 'split.csv' ? { validationFraction: 0 } : {};
  const dataset = await loadDataset(join(folder, manifest), { task, onSplitOverlap: 'keep', ...fractions });
  return checkData({ dataset, backbone: { name: 'efficientnet-lite0', inputSize: 96 }, featureCache });
}

/** @param head the new header, and lines that follow it; default the old header. */
async function rewrite(
  from: string,
  to: string,
  line: (fields: string[]) => string,
  head?: readonly string[],
): Promise<void> {
  const [header, ...lines] = (await readFile(join(folder, from), 'utf8')).split('\n');
  const rest = lines.map((one) => line(one.split(',')));
  await writeFile(join(folder, to), [...(head ?? [header]), ...rest].join('\n'));
}
