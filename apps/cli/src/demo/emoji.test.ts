import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONCEPTS, KINDS } from './concepts.js';
import { drawEmoji, PICTURE_SIZE, STYLES, splitConcepts } from './emoji.js';

let parent: string;
let folder: string;
let files: string[];

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'graft-emoji-'));
  folder = await drawEmoji(parent);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
});
afterAll(() => rm(parent, { recursive: true }));

describe('the emoji pictures', () => {
  test('are all there: every emoji in every style', () => {
    const emoji = CONCEPTS.flatMap((concept) => concept.emoji);
    expect(new Set(emoji).size).toBe(emoji.length);
    expect(files).toHaveLength(emoji.length * STYLES.length);
    expect(files.length).toBeGreaterThan(700);
  });

  test('never show one concept in two splits, whatever the style', () => {
    const splitOf = new Map<string, Set<string>>();
    const conceptOf = new Map(CONCEPTS.flatMap((c) => c.emoji.map((name) => [name, c.emoji[0]!] as const)));
    for (const file of files) {
      const [emoji] = basename(file).split('.');
      const concept = conceptOf.get(emoji!)!;
      const split = basename(dirname(dirname(file)));
      splitOf.set(concept, (splitOf.get(concept) ?? new Set()).add(split));
    }
    expect(splitOf.size).toBe(CONCEPTS.length);
    for (const [concept, splits] of splitOf) expect([...splits], concept).toHaveLength(1);
  });

  test('are split 60/20/20 with both kinds in every split', () => {
    for (const [split, share] of [
      ['train', 0.6],
      ['val', 0.2],
      ['test', 0.2],
    ] as const) {
      for (const kind of KINDS) {
        const ofKind = files.filter((file) => basename(dirname(file)) === kind);
        const inSplit = ofKind.filter((file) => basename(dirname(dirname(file))) === split);
        expect(Math.abs(inSplit.length / ofKind.length - share), `${split} ${kind}`).toBeLessThan(0.07);
      }
    }
  });

  test('all decode to squares with something drawn on white', async () => {
    for (const file of files) {
      const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
      expect([info.width, info.height, info.channels], file).toEqual([PICTURE_SIZE, PICTURE_SIZE, 3]);
      const inked = data.reduce((count, value) => count + (value < 250 ? 1 : 0), 0) / data.length;
      expect(inked, file).toBeGreaterThan(0.02);
      expect(inked, file).toBeLessThan(0.95);
    }
  });

  test('are drawn once and used again', async () => {
    const before = await stat(folder);
    let drawn = 0;
    expect(await drawEmoji(parent, { onProgress: () => drawn++ })).toBe(folder);
    expect(drawn).toBe(0);
    expect((await stat(folder)).ino).toBe(before.ino);
  });

  test('leave nothing behind when drawing is stopped', async () => {
    const elsewhere = join(parent, 'stopped');
    const controller = new AbortController();
    const drawing = drawEmoji(elsewhere, {
      signal: controller.signal,
      onProgress: (done) => done === 3 && controller.abort(),
    });
    await expect(drawing).rejects.toThrow(/aborted/i);
    expect(await readdir(elsewhere)).toEqual([]);
  });
});

test('another seed splits the concepts differently', () => {
  const test42 = [...splitConcepts(CONCEPTS, 42)]
    .filter(([, split]) => split === 'test')
    .map(([c]) => c.emoji[0]);
  const test7 = [...splitConcepts(CONCEPTS, 7)]
    .filter(([, split]) => split === 'test')
    .map(([c]) => c.emoji[0]);
  expect(test7).toHaveLength(test42.length);
  expect(test7).not.toEqual(test42);
});
