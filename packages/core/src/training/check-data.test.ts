import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shared, sharedTest } from '@graft/testing';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import { checkData } from './check-data.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-check-'));
const backbone = { name: 'efficientnet-lite0', inputSize: 96 };

describe('planted faults are found', () => {
  test('duplicates across splits, stored again or not; a corrupt file; a label with two pictures', async () => {
    const root = await temporaryFolder();
    await drawSyntheticPictures(join(root, 'train'), 12, 1);
    await drawSyntheticPictures(join(root, 'test'), 6, 2);
    const [first, second] = [0, 1].map((i) => join(root, 'train', 'spots', `${i}.png`));
    await copyFile(first!, join(root, 'test', 'spots', 'copy.png'));
    await sharp(second!)
      .resize(80, 80)
      .jpeg({ quality: 80 })
      .toFile(join(root, 'test', 'spots', 'again.jpg'));
    const whole = await readFile(first!);
    await writeFile(join(root, 'train', 'stripes', 'broken.png'), whole.subarray(0, whole.length / 2));
    await mkdir(join(root, 'train', 'rare'));
    await sharp(first!)
      .negate({ alpha: false })
      .png()
      .toFile(join(root, 'train', 'rare', '1.png'));
    await sharp(second!)
      .negate({ alpha: false })
      .png()
      .toFile(join(root, 'train', 'rare', '2.png'));

    const dataset = await loadDataset(root, { onSplitOverlap: 'keep', validationFraction: 0 });
    const report = await checkData({ dataset, backbone, featureCache: await temporaryFolder() });
    expect(report.badFiles.map(({ id }) => id)).toEqual(['train/stripes/broken.png']);
    expect(report.acrossSplits.map(({ a, b }) => [a.id, b.id])).toEqual([
      ['train/spots/0.png', 'test/spots/copy.png'],
      ['train/spots/1.png', 'test/spots/again.jpg'],
    ]);
    expect(report.acrossSplits[0]!.similarity).toBe(1);
    expect(report.withinSplits).toEqual([]);
    expect(report.tinyLabels).toEqual(['rare']);
    expect(report.counts).toEqual({ rare: 2, spots: 12, stripes: 12 });
    expect(report.imbalance).toBe(6);
  });

  sharedTest(
    test,
    'data/cats-and-dogs',
    'of 5% flipped labels at least half are first among the doubted, on cats and dogs',
    async () => {
      const root = await temporaryFolder();
      const flipped = await catsAndDogsWithFlippedLabels(root, 100, 5);
      const dataset = await loadDataset(root);
      const { doubtedLabels } = await checkData({ dataset, backbone, featureCache: await temporaryFolder() });
      const found = doubtedLabels.slice(0, flipped.size).filter(({ id }) => flipped.has(id));
      expect(found.length / flipped.size).toBeGreaterThanOrEqual(0.5);
    },
    120_000,
  );
});

/** So many pictures of each; so many of each are put among the others. @returns the ids of those. */
async function catsAndDogsWithFlippedLabels(root: string, perClass: number, wrong: number) {
  const flipped = new Set<string>();
  for (const label of ['cats', 'dogs']) {
    await mkdir(join(root, label));
    const source = shared(`data/cats-and-dogs/train/${label}`);
    for (const file of (await readdir(source)).slice(0, perClass)) {
      await copyFile(join(source, file), join(root, label, file));
    }
  }
  for (const [label, other] of [
    ['cats', 'dogs'],
    ['dogs', 'cats'],
  ] as const) {
    const own = (await readdir(join(root, label))).filter((file) => file.startsWith(label.slice(0, 3)));
    for (const file of own.slice(0, wrong)) {
      await rename(join(root, label, file), join(root, other, file));
      flipped.add(`${other}/${file}`);
    }
  }
  return flipped;
}
