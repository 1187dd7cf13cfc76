import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStorage } from '@graft/core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProgram } from './program.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-augment-'));
  const colours = { cherry: '#ff0000', lime: '#00ff00' };
  for (const [label, background] of Object.entries(colours)) {
    for (let i = 0; i < 5; i++) {
      const picture = sharp({ create: { width: 40 + i, height: 30, channels: 3, background } });
      await fileStorage(join(folder, 'data', label)).write(`${i}.png`, await picture.png().toBuffer());
    }
  }
});
afterAll(() => rm(folder, { recursive: true }));

async function preview(name: string, ...more: string[]) {
  const path = join(folder, name);
  const args = ['augment', join(folder, 'data'), '--preview', path, '--rows', '3', '--views', '4', ...more];
  await createProgram().parseAsync(args, { from: 'user' });
  const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixel = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3).subarray(0, 3)];
  return {
    data,
    size: [info.width, info.height],
    middle: (column: number, row: number) => pixel(88 + 168 * column, 88 + 168 * row),
  };
}

test('one row per picture: the original, then its views', async () => {
  const { size, middle } = await preview('sheet.png', '--augment', 'document');
  expect(size).toEqual([5 * 168 + 8, 3 * 168 + 8]);
  const original = middle(0, 0);
  expect([String([255, 0, 0]), String([0, 255, 0])]).toContain(String(original));
  expect([1, 2, 3, 4].some((column) => String(middle(column, 0)) !== String(original))).toBe(true);
});

test('none leaves every view like the original', async () => {
  const { middle } = await preview('none.png', '--augment', 'none');
  for (const column of [1, 2, 3, 4]) expect(middle(column, 1)).toEqual(middle(0, 1));
});

test('the same seed draws the same sheet', async () => {
  const { data } = await preview('a.png', '--seed', '7');
  expect((await preview('b.png', '--seed', '7')).data.equals(data)).toBe(true);
});
