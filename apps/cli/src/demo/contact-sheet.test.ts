import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawContactSheet, sheetSize } from './contact-sheet.js';

let folder: string;
let picture: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-sheet-'));
  picture = join(folder, 'blue.png');
  const create = { width: 300, height: 200, channels: 3, background: '#0000ff' } as const;
  await sharp({ create }).toFile(picture);
});
afterAll(() => rm(folder, { recursive: true }));

test('a contact sheet is a PNG with a green frame around what is right and a red one around what is wrong', async () => {
  const sheet = await drawContactSheet('unseen pictures', [
    { path: picture, actual: 'sea', predicted: 'sea', probability: 0.93 },
    ...Array.from({ length: 7 }, () => ({
      path: picture,
      actual: 'sea',
      predicted: 'sky',
      probability: 0.61,
    })),
  ]);

  const { data, info } = await sharp(sheet).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  expect((await sharp(sheet).metadata()).format).toBe('png');
  expect({ width: info.width, height: info.height }).toEqual(sheetSize(8));

  const pixel = (x: number, y: number) => [
    ...data.subarray(3 * (y * info.width + x), 3 * (y * info.width + x) + 3),
  ];
  expect(pixel(16, 100)).toEqual([0x2e, 0x9e, 0x4f]);
  expect(pixel(16 + 174, 100)).toEqual([0xd3, 0x3a, 0x2f]);
  expect(pixel(80, 130)).toEqual([0, 0, 255]);
});

test('a sheet grows by rows of six', () => {
  expect(sheetSize(6).height).toBe(sheetSize(1).height);
  expect(sheetSize(7).height).toBeGreaterThan(sheetSize(6).height);
  expect(sheetSize(7).width).toBe(sheetSize(6).width);
});
