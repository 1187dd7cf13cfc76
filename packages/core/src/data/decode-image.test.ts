import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { ImageError } from '../errors.js';
import { decodeImage } from './decode-image.js';
import { distance, picture, plainPng, waves } from './test-data/pictures.js';
import { PILLOW_GOLDENS } from './test-data/pillow-goldens.js';

const [WIDTH, HEIGHT] = [61, 47];
const pixels = waves(WIDTH, HEIGHT);
const whole = { width: WIDTH, height: HEIGHT, resize: 'stretch' } as const;
const one = { width: 1, height: 1, resize: 'stretch' } as const;

/** The colour of a picture of one colour. */
async function colourOf(image: Sharp): Promise<number[]> {
  return [...(await decodeImage(await image.toBuffer(), one))];
}

describe('resizing', () => {
  test.each(PILLOW_GOLDENS)('$resize $from to $to is as Pillow does it', async (golden) => {
    const [width, height] = golden.to;
    const png = await picture(waves(...golden.from), ...golden.from)
      .png()
      .toBuffer();
    const decoded = await decodeImage(png, { width, height, resize: golden.resize });
    // Beyond a factor of 8 libvips averages blocks first, which shows on waves as steep as these.
    const most = golden.from[0] > 8 * golden.to[0] ? 12 : 3;
    expect(distance(decoded, Buffer.from(golden.pixels, 'hex'))).toBeLessThanOrEqual(most);
  });

  test('a picture of the right size is not touched', async () => {
    const png = await picture(pixels, WIDTH, HEIGHT).png().toBuffer();
    for (const resize of ['crop', 'letterbox', 'stretch'] as const) {
      expect(distance(await decodeImage(png, { ...whole, resize }), pixels)).toBe(0);
    }
  });

  test.each([
    [5000, 1],
    [1, 5000],
    [3, 2000],
  ])('%i x %i pixels become a square', async (width, height) => {
    const line = await sharp({ create: { width, height, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    for (const resize of ['crop', 'letterbox', 'stretch'] as const) {
      const decoded = await decodeImage(line, { width: 32, height: 32, resize });
      expect([decoded.length, ...decoded.subarray(15 * 32 * 3 + 15 * 3).subarray(0, 3)]).toEqual([
        3072, 255, 0, 0,
      ]);
    }
  });
});

describe('formats', () => {
  const source = picture(pixels, WIDTH, HEIGHT);
  const encoders = {
    'PNG, interlaced': () => source.clone().png({ progressive: true }),
    'TIFF with LZW': () => source.clone().tiff({ compression: 'lzw' }),
    'WebP, lossless': () => source.clone().webp({ lossless: true }),
    'AVIF, lossless': () => source.clone().avif({ lossless: true, chromaSubsampling: '4:4:4' }),
    'JPEG, progressive': () =>
      source.clone().jpeg({ quality: 100, chromaSubsampling: '4:4:4', progressive: true }),
  };
  test.each(Object.entries(encoders))('%s', async (_name, encode) => {
    expect(distance(await decodeImage(await encode().toBuffer(), whole), pixels)).toBeLessThanOrEqual(6);
  });

  test.each(['gif', 'webp'] as const)('an animated %s gives its first frame', async (format) => {
    const frames = await Promise.all([plainPng(250, 10, 20), plainPng(0, 255, 0)]);
    const animation = sharp(frames, { join: { animated: true } }).toFormat(format, { lossless: true });
    expect(distance(await colourOf(animation), [250, 10, 20])).toBeLessThanOrEqual(2);
  });
});

describe('colour types', () => {
  const grey = (level: number) =>
    sharp({
      create: { width: 8, height: 8, channels: 3, background: { r: level, g: level, b: level } },
    }).toColourspace('b-w');

  test('grey becomes three equal channels', async () => {
    expect(await colourOf(grey(93).png())).toEqual([93, 93, 93]);
    expect(await colourOf(grey(93).jpeg({ quality: 100 }))).toEqual([93, 93, 93]);
  });

  test('grey with alpha is laid on white', async () => {
    const raw = Buffer.alloc(64 * 2).map((_, i) => (i % 2 === 0 ? 0 : 128));
    const half = sharp(raw, { raw: { width: 8, height: 8, channels: 2 } })
      .toColourspace('b-w')
      .png();
    expect((await sharp(await half.clone().toBuffer()).metadata()).channels).toBe(2);
    expect(distance(await colourOf(half), [127, 127, 127])).toBeLessThanOrEqual(1);
  });

  test('transparent pixels are white, whatever colour they hide', async () => {
    const clear = { r: 200, g: 0, b: 0, alpha: 0 };
    expect(
      await colourOf(sharp({ create: { width: 8, height: 8, channels: 4, background: clear } }).png()),
    ).toEqual([255, 255, 255]);
  });

  test('a hidden colour does not bleed into what is seen beside it', async () => {
    // Left column opaque white, right column transparent black.
    const raw = Buffer.from([255, 255, 255, 255, 0, 0, 0, 0]);
    expect(await colourOf(sharp(raw, { raw: { width: 2, height: 1, channels: 4 } }).png())).toEqual([
      255, 255, 255,
    ]);
  });

  test('a palette is looked up', async () => {
    const png = await sharp(await plainPng(12, 200, 77))
      .png({ palette: true })
      .toBuffer();
    expect((await sharp(png).metadata()).isPalette).toBe(true);
    expect([...(await decodeImage(png, one))]).toEqual([12, 200, 77]);
  });

  test('16 bits become 8', async () => {
    const deep = new Uint16Array(64 * 3).map((_, i) => [0x1000, 0x8000, 0xffff][i % 3]!);
    const png = await sharp(deep, { raw: { width: 8, height: 8, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    expect((await sharp(png).metadata()).depth).toBe('ushort');
    expect(distance(await decodeImage(png, one), [16, 128, 255])).toBeLessThanOrEqual(1);
  });

  test('16-bit grey becomes 8-bit grey', async () => {
    const deep = new Uint16Array(64).fill(0x8000);
    const png = await sharp(deep, { raw: { width: 8, height: 8, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect((await sharp(png).metadata()).depth).toBe('ushort');
    expect(distance(await decodeImage(png, one), [128, 128, 128])).toBeLessThanOrEqual(1);
  });

  test('CMYK becomes RGB, near the colour that Pillow gives', async () => {
    const red = sharp({ create: { width: 8, height: 8, channels: 3, background: { r: 220, g: 40, b: 40 } } });
    const jpeg = await red.toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(jpeg).metadata()).space).toBe('cmyk');
    // Pillow converts without the profile, which this decoder uses.
    expect(distance(await decodeImage(jpeg, one), [233, 20, 15])).toBeLessThanOrEqual(25);
  });
});

describe('EXIF orientation', () => {
  // Red left of green over blue left of white, as seen; stored the way each orientation says.
  const upright = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 255, 255],
  ];
  /** Which seen corner (0..3, row by row) is stored where, from the EXIF 2.3 specification. */
  const stored: Record<number, number[]> = {
    1: [0, 1, 2, 3],
    2: [1, 0, 3, 2],
    3: [3, 2, 1, 0],
    4: [2, 3, 0, 1],
    5: [0, 2, 1, 3],
    6: [1, 3, 0, 2],
    7: [3, 1, 2, 0],
    8: [2, 0, 3, 1],
  };
  test.each(Object.entries(stored))('%s', async (orientation, corners) => {
    const raw = Uint8Array.from(corners.flatMap((corner) => upright[corner]!));
    const png = await picture(raw, 2, 2)
      .withMetadata({ orientation: Number(orientation) })
      .png()
      .toBuffer();
    expect((await sharp(png).metadata()).orientation).toBe(Number(orientation));
    const decoded = await decodeImage(png, { width: 2, height: 2, resize: 'stretch' });
    expect([...decoded]).toEqual(upright.flat());
  });

  test('a photo on its side is cropped as it is seen', async () => {
    // Stored 40 x 20, seen 20 x 40.
    const jpeg = await picture(waves(40, 20), 40, 20).withMetadata({ orientation: 6 }).png().toBuffer();
    const turned = await picture(waves(40, 20), 40, 20).rotate(90).png().toBuffer();
    const options = { width: 10, height: 10, resize: 'crop' } as const;
    expect(await decodeImage(jpeg, options)).toEqual(await decodeImage(turned, options));
  });
});

describe('bad data', () => {
  const code = (source: string | Uint8Array, maxPixels?: number) =>
    decodeImage(source, { ...whole, maxPixels }).then(
      () => 'decoded',
      (error: unknown) => {
        expect(error).toBeInstanceOf(ImageError);
        return (error as ImageError).code;
      },
    );

  test('nothing, text, SVG, BMP and HEIC are refused by name', async () => {
    expect(await code(new Uint8Array())).toBe('IMAGE_EMPTY');
    expect(await code(Buffer.from('not a picture'))).toBe('IMAGE_FORMAT');
    const svg = Buffer.from(
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    );
    await expect(decodeImage(svg, whole)).rejects.toThrow('received SVG data');
    await expect(decodeImage(Buffer.from('BM12345678901234'), whole)).rejects.toThrow('received BMP data');
    const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
    await expect(decodeImage(heic, whole)).rejects.toThrow('received HEIC data');
  });

  test('a file is named, and missing ones and folders are told apart from damaged ones', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'graft-decode-'));
    const file = join(folder, 'broken.jpg');
    await writeFile(file, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]));
    await expect(decodeImage(file, whole)).rejects.toMatchObject({
      code: 'IMAGE_DAMAGED',
      message: expect.stringContaining(file),
      details: { file },
    });
    expect(await code(join(folder, 'nowhere.jpg'))).toBe('IMAGE_NOT_FOUND');
    expect(await code(folder)).toBe('IMAGE_NOT_FOUND');
    expect(await code('a\0b')).toBe('IMAGE_NOT_FOUND');
  });

  test('a decompression bomb is refused before it is decoded', async () => {
    const create = { width: 12_000, height: 12_000, channels: 3, background: 'black' } as const;
    const bomb = await sharp({ create, limitInputPixels: false }).png({ compressionLevel: 1 }).toBuffer();
    const before = process.memoryUsage().rss;
    expect(await code(bomb)).toBe('IMAGE_TOO_LARGE');
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
    const small = await plainPng(1);
    expect([await code(small, 63), await code(small, 64)]).toEqual(['IMAGE_TOO_LARGE', 'decoded']);
  });

  test.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'half a %s is damaged',
    async (format) => {
      const bytes = await picture(pixels, WIDTH, HEIGHT).toFormat(format).toBuffer();
      expect(await code(bytes.subarray(0, bytes.length / 2))).toBe('IMAGE_DAMAGED');
    },
  );

  test.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    '%s with random damage decodes or throws an ImageError',
    async (format) => {
      const bytes = await picture(pixels, WIDTH, HEIGHT).toFormat(format).toBuffer();
      const damage = fc.record({
        length: fc.integer({ min: 0, max: bytes.length }),
        at: fc.nat(bytes.length - 1),
        patch: fc.uint8Array({ maxLength: 8 }),
      });
      await fc.assert(
        fc.asyncProperty(damage, async ({ length, at, patch }) => {
          const copy = Buffer.from(bytes);
          copy.set(patch.subarray(0, copy.length - at), at);
          expect(await code(copy.subarray(0, length))).toMatch(
            /^(decoded|IMAGE_(EMPTY|FORMAT|DAMAGED|TOO_LARGE))$/,
          );
        }),
        { numRuns: 100 },
      );
    },
  );

  test('random bytes throw an ImageError, also behind a good signature', async () => {
    const starts = fc.constantFrom(
      '',
      '\xff\xd8\xff',
      '\x89PNG\r\n\x1a\n',
      'GIF89a',
      'II*\0',
      'RIFF\x40\0\0\0WEBPVP8 ',
    );
    await fc.assert(
      fc.asyncProperty(starts, fc.uint8Array({ maxLength: 200 }), async (start, rest) => {
        expect(await code(Buffer.concat([Buffer.from(start, 'latin1'), rest]))).toMatch(/^IMAGE_/);
      }),
      { numRuns: 200 },
    );
  });
});

test('the same bytes give the same pixels, alone and among others', async () => {
  const jpeg = await picture(waves(900, 700), 900, 700).jpeg().toBuffer();
  const options = { width: 64, height: 64, resize: 'crop' } as const;
  const alone = await decodeImage(jpeg, options);
  const together = await Promise.all(Array.from({ length: 8 }, () => decodeImage(jpeg, options)));
  for (const decoded of together) expect(distance(decoded, alone)).toBe(0);
});
