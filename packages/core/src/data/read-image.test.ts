import { mkdtemp, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { imageFormat } from './image-format.js';
import { inspectImage, MAX_FILE_BYTES } from './read-image.js';
import { picture, waves } from './test-data/pictures.js';

const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const;

describe('inspectImage', () => {
  test.each(FORMATS)(
    '%s: format and size, from bytes and from a file with a misleading name',
    async (format) => {
      const bytes = await picture(waves(31, 17), 31, 17).toFormat(format).toBuffer();
      const file = join(await mkdtemp(join(tmpdir(), 'graft-inspect-')), 'picture.bmp');
      await writeFile(file, bytes);
      expect(await inspectImage(bytes)).toEqual({ format, width: 31, height: 17 });
      expect(await inspectImage(file)).toEqual({ format, width: 31, height: 17 });
    },
  );

  test('gives the size as seen when EXIF turns the picture', async () => {
    const jpeg = await picture(waves(31, 17), 31, 17).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await inspectImage(jpeg)).toEqual({ format: 'jpeg', width: 17, height: 31 });
  });

  test('does not look at the pixels', async () => {
    const jpeg = await picture(waves(310, 170), 310, 170).jpeg().toBuffer();
    expect(await inspectImage(jpeg.subarray(0, 2000))).toMatchObject({ width: 310, height: 170 });
  });

  test('refuses a file that is too large without reading it', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'graft-inspect-')), 'large.jpg');
    await writeFile(file, '');
    await truncate(file, MAX_FILE_BYTES + 1);
    await expect(inspectImage(file)).rejects.toMatchObject({ code: 'IMAGE_TOO_LARGE', details: { file } });
  });

  test('counts pixels against the limit it is given', async () => {
    const png = await picture(waves(10, 10), 10, 10).png().toBuffer();
    await expect(inspectImage(png, { maxPixels: 99 })).rejects.toThrow('10 x 10 pixels: expected at most 99');
  });
});

test.each([
  ['avif', '\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf'],
  ['heic', '\0\0\0\x18ftypmif1\0\0\0\0mif1heic'],
  ['jxl', '\xff\x0a\0\0'],
  ['jxl', '\0\0\0\x0cJXL \r\n\x87\n'],
  ['svg', '\xef\xbb\xbf<!-- drawing -->\n<svg width="1">'],
  ['tiff', 'MM\0*\0\0\0\x08'],
  [undefined, '\0\0\0\x18ftypisom\0\0\0\0'],
  [undefined, 'RIFF\0\0\0\0WAVE'],
  [undefined, ''],
])('%s is recognised by its first bytes', (format, start) => {
  expect(imageFormat(Buffer.from(start, 'latin1'))).toBe(format);
});
