import { expect, test } from 'vitest';
import { augmentPicture } from '../augmentation/augment-picture.js';
import { mixUp } from '../augmentation/mix-up.js';
import { presetTransforms } from '../augmentation/presets.js';
import { waves } from '../data/test-data/pictures.js';
import type { Sample } from '../data/types.js';
import { augmentedSamples } from './augmented-samples.js';

const transforms = presetTransforms('standard');
const sample: Sample = { id: 'a.png', path: '/a.png', label: 0, sha256: 'a' };
const other: Sample = { ...sample, id: 'b.png', path: '/b.png' };
const pictureOf = ({ path }: Sample) => ({
  width: 12,
  height: 8,
  pixels: path === '/a.png' ? waves(12, 8) : new Uint8Array(288).fill(90),
});
const source = augmentedSamples(
  { key: 'pixels', shape: [8, 12, 3], read: async (wanted) => pictureOf(wanted).pixels },
  transforms,
);
const inView = (of: Sample, seed: string): Sample => ({ ...of, view: { seed, kept: false } });

test('a sample without a view is the picture as it is', async () => {
  expect(await source.read(sample)).toEqual(pictureOf(sample).pixels);
});

test('a view is drawn from its seed', async () => {
  const expected = await augmentPicture(pictureOf(sample), transforms, 'seed');
  expect(await source.read(inView(sample, 'seed'))).toEqual(expected.pixels);
  expect(await source.read(inView(sample, 'other seed'))).not.toEqual(expected.pixels);
});

test('two samples are mixed after each has been varied', async () => {
  const mixed = { partner: inView(other, '2'), mix: { name: 'mix-up', share: 0.3 } } as const;
  const [first, second] = [
    await augmentPicture(pictureOf(sample), transforms, '1'),
    await augmentPicture(pictureOf(other), transforms, '2'),
  ];
  expect(await source.read({ ...sample, view: { seed: '1', kept: false, mixed } })).toEqual(
    mixUp(first, second, { share: 0.3 }).pixels,
  );
});
