import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { shared, sharedTest } from '@graft/testing';
import type * as tf from '@tensorflow/tfjs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { decodeImage } from './decode-image.js';
import { decodePlainJpeg, plainJpegSize } from './plain-jpeg.js';
import { meanDistance, picture, waves } from './test-data/pictures.js';
import { PILLOW_JPEG, PILLOW_JPEG_AT_20 } from './test-data/pillow-jpeg.js';

const [WIDTH, HEIGHT] = [61, 47];
const source = picture(waves(WIDTH, HEIGHT), WIDTH, HEIGHT);
const jpeg = await source.clone().jpeg().toBuffer();

describe('a JPEG is plain', () => {
  test.each([
    ['baseline, 4:2:0', {}],
    ['baseline, 4:4:4', { chromaSubsampling: '4:4:4' }],
    ['progressive', { progressive: true }],
  ])('%s', async (_name, options) => {
    const bytes = await source.clone().jpeg(options).toBuffer();
    expect(plainJpegSize(bytes)).toEqual({ width: WIDTH, height: HEIGHT });
  });

  test('with bytes after its end', () => {
    expect(plainJpegSize(Buffer.concat([jpeg, Buffer.from('more')]))).toBeDefined();
  });
});

describe('a JPEG is not plain', () => {
  const encoders = {
    'with Exif data': () => source.clone().withMetadata({ orientation: 6 }).jpeg(),
    'with a colour profile': () => source.clone().withIccProfile('p3').jpeg(),
    grey: () => source.clone().toColourspace('b-w').jpeg(),
    CMYK: () => source.clone().toColourspace('cmyk').jpeg(),
    'over a megapixel': () => source.clone().resize(1001, 1000, { fit: 'fill' }).jpeg(),
  };
  test.each(Object.entries(encoders))('%s', async (_name, encode) => {
    expect(plainJpegSize(await encode().toBuffer())).toBeUndefined();
  });

  test('when it is cut short anywhere, also where a preview inside it is whole', () => {
    for (let length = 0; length < jpeg.length - 1; length++) {
      expect(plainJpegSize(jpeg.subarray(0, length))).toBeUndefined();
    }
    // A comment segment, as those that hold previews, with an end-of-image marker in it.
    const comment = Buffer.from([0xff, 0xfe, 0, 4, 0xff, 0xd9]);
    const withPreview = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]);
    expect(plainJpegSize(withPreview)).toBeDefined();
    expect(plainJpegSize(withPreview.subarray(0, -2))).toBeUndefined();
  });

  test('when it states two sizes', () => {
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    const segment = jpeg.subarray(frame, frame + 2 + jpeg.readUInt16BE(frame + 2));
    const twice = Buffer.concat([jpeg.subarray(0, frame), segment, jpeg.subarray(frame)]);
    expect(plainJpegSize(twice)).toBeUndefined();
  });
});

describe('pixels of a plain JPEG', () => {
  const crop = (side: number) => ({ width: side, height: side, resize: 'crop' }) as const;

  test("are within half a grey level of Pillow's on average", async () => {
    const bytes = Buffer.from(PILLOW_JPEG, 'base64');
    expect(plainJpegSize(bytes)).toEqual({ width: 72, height: 54 });
    const decoded = await decodeImage(bytes, crop(20));
    expect(meanDistance(decoded, Buffer.from(PILLOW_JPEG_AT_20, 'base64'))).toBeLessThan(0.5);
  });

  test.for([
    ['INTEGER_ACCURATE', 0.5],
    // TensorFlow's default gives up some accuracy of its own.
    ['INTEGER_FAST', 1.5],
  ] as const)(
    "are near TensorFlow's with its %s transform: %d grey levels on average at most",
    async ([method, most], { skip }) => {
      if ((await startEngine()).name !== 'native') skip('only native TensorFlow decodes');
      const tensorflow = createRequire(import.meta.url)('@tensorflow/tfjs-node') as TensorFlowNode;
      const bytes = Buffer.from(PILLOW_JPEG, 'base64');
      const ours = await decodeImage(bytes, { width: 72, height: 54, resize: 'stretch' });
      const theirs = tensorflow.node.decodeJpeg(bytes, 3, 1, true, false, 1, method);
      expect(meanDistance(ours, await theirs.data())).toBeLessThan(most);
      theirs.dispose();
    },
  );

  sharedTest(test, 'data/cats-and-dogs', "are within one grey level of libvips's on photos", async () => {
    const folder = join(shared('data/cats-and-dogs'), 'test', 'cats');
    const square = { width: 200, height: 200 };
    for (const name of readdirSync(folder).slice(0, 30)) {
      const path = join(folder, name);
      const { width, height } = await sharp(path).metadata();
      if (Math.min(width, height) < 200) continue; // libvips enlarges in its own way.
      const decoded = await decodeImage(path, { ...square, resize: 'stretch' });
      const byLibvips = await sharp(path)
        .resize({ ...square, fit: 'fill', kernel: 'cubic', fastShrinkOnLoad: false })
        .raw()
        .toBuffer();
      expect(meanDistance(decoded, byLibvips)).toBeLessThan(1);
    }
  });

  test('are left to libvips where they would be too many', async () => {
    expect(await decodePlainJpeg(jpeg, { width: 1001, height: 1000 })).toBeUndefined();
  });

  test('that cannot be decoded are left to libvips, which says why', async () => {
    const broken = Buffer.concat([
      jpeg.subarray(0, jpeg.indexOf(Buffer.from([0xff, 0xda]))),
      jpeg.subarray(-2),
    ]);
    expect(await decodePlainJpeg(broken, { width: 8, height: 8 })).toBeUndefined();
  });
});

interface TensorFlowNode {
  readonly node: {
    decodeJpeg(
      contents: Uint8Array,
      channels: number,
      ratio: number,
      fancyUpscaling: boolean,
      tryRecoverTruncated: boolean,
      acceptableFraction: number,
      dctMethod: string,
    ): tf.Tensor3D;
  };
}
