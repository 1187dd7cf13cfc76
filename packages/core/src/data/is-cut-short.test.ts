import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeImage } from './decode-image.js';
import { imageFormat } from './image-format.js';
import { isCutShort } from './is-cut-short.js';
import { picture, waves } from './test-data/pictures.js';

const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const;
const source = picture(waves(90, 70), 90, 70);

test.each(FORMATS)('a whole %s is whole, with bytes after its end too', async (format) => {
  const bytes = await source.clone().toFormat(format).toBuffer();
  expect(isCutShort(bytes, format)).toBe(false);
  expect(isCutShort(Buffer.concat([bytes, Buffer.from('a film, as some phones add')]), format)).toBe(false);
});

test.each(['jpeg', 'png', 'webp'] as const)('a %s without its last part is cut short', async (format) => {
  const bytes = await source.clone().toFormat(format).toBuffer();
  expect(isCutShort(bytes.subarray(0, -10), format)).toBe(true);
});

test.each(['jpeg', 'png', 'webp', 'gif'] as const)(
  'a %s that is called cut short does not decode',
  async (format) => {
    const bytes = await source.clone().toFormat(format).toBuffer();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 20, max: bytes.length - 40 }), async (length) => {
        const cut = bytes.subarray(0, length);
        fc.pre(isCutShort(cut, imageFormat(cut)));
        const decoding = decodeImage(cut, { width: 90, height: 70, resize: 'stretch' });
        await expect(decoding).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' });
      }),
      { numRuns: 40 },
    );
  },
);
