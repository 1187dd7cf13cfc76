import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distance, waves } from '../data/test-data/pictures.js';
import { applyOperations, type Operation } from './apply-operations.js';
import type { Picture } from './picture.js';
import { GOLDEN_SIZE, GOLDENS } from './test-data/goldens.js';

const wavesOf = (width: number, height: number): Picture => ({ width, height, pixels: waves(width, height) });
const picture = wavesOf(GOLDEN_SIZE.width, GOLDEN_SIZE.height);

/** Grey levels from the original at most; what is not named here is the same to the bit. */
const TOLERANCE: Partial<Record<Operation['name'], number>> = {
  hue: 1,
  // Pillow's is three box blurs, which on waves as steep as these is not quite a Gaussian.
  blur: 8,
  rotate: 1,
  zoom: 1,
  shear: 1,
  perspective: 1,
  // torchvision cuts out before it enlarges, so its outermost pixels are repeated ones.
  crop: 4,
};
const LEAVES_BLACK = new Set<Operation['name']>(['rotate', 'shift', 'shear']);

describe('as others do it', () => {
  test.each(GOLDENS)('$source $operations', async ({ operations, pixels }) => {
    const { name } = operations.at(-1)!;
    const expected = Buffer.from(pixels, 'base64');
    const result = await applyOperations(picture, operations);
    // Where they leave black, Graft mirrors the picture.
    const compared = [...expected.keys()].filter((i) => !LEAVES_BLACK.has(name) || !isBlack(expected, i));
    expect(compared.length).toBeGreaterThan(expected.length / 2);
    expect(
      distance(
        compared.map((i) => result.pixels[i]!),
        compared.map((i) => expected[i]!),
      ),
    ).toBeLessThanOrEqual(TOLERANCE[name] ?? 0);
  });
});

describe('moves', () => {
  test('beyond the edge the picture is mirrored, the edge pixel twice', async () => {
    const row = (values: number[]): Picture => ({
      width: values.length,
      height: 1,
      pixels: Uint8Array.from(values.flatMap((value) => [value, value, value])),
    });
    const shifted = await applyOperations(row([1, 2, 3, 4]), [{ name: 'shift', x: 0.75, y: 0 }]);
    expect(shifted.pixels).toEqual(row([3, 2, 1, 1]).pixels);
  });

  test('several in a row are one resampling: forth and back is the picture to the bit', async () => {
    const there = { name: 'rotate', degrees: 37 } as const;
    const back = { name: 'rotate', degrees: -37 } as const;
    expect((await applyOperations(picture, [there, back])).pixels).toEqual(picture.pixels);
    const stopped = await applyOperations(picture, [there, { name: 'brightness', factor: 1 }, back]);
    expect(distance(stopped.pixels, picture.pixels)).toBeGreaterThan(20);
  });

  test('come out in the order in which they are given', async () => {
    const turn = { name: 'rotate', degrees: 90 } as const;
    const mirror = { name: 'flip-horizontal' } as const;
    const square = wavesOf(9, 9);
    const together = await applyOperations(square, [turn, mirror]);
    const oneByOne = await applyOperations(await applyOperations(square, [turn]), [mirror]);
    expect(together.pixels).toEqual(oneByOne.pixels);
    expect((await applyOperations(square, [mirror, turn])).pixels).not.toEqual(together.pixels);
  });
});

describe('changes', () => {
  test.each<Operation>([
    { name: 'rotate', degrees: 0 },
    { name: 'zoom', factor: 1 },
    { name: 'shift', x: 0, y: 0 },
    { name: 'crop', left: 0, top: 0, width: 1, height: 1 },
    { name: 'shear', x: 0, y: 0 },
    { name: 'perspective', topLeft: [0, 0], topRight: [1, 0], bottomRight: [1, 1], bottomLeft: [0, 1] },
    { name: 'brightness', factor: 1 },
    { name: 'contrast', factor: 1 },
    { name: 'saturation', factor: 1 },
    { name: 'sharpness', factor: 1 },
    { name: 'hue', turn: 0 },
    { name: 'posterize', bits: 8 },
    { name: 'solarize', threshold: 256 },
    { name: 'noise', deviation: 0, seed: 1 },
    { name: 'erase', left: 0.3, top: 0.3, width: 0, height: 0 },
  ])('$name at no strength leaves every pixel as it is', async (operation) => {
    expect((await applyOperations(picture, [operation])).pixels).toEqual(picture.pixels);
  });

  test('noise has the deviation asked for and another pattern with another seed', async () => {
    const grey: Picture = { width: 100, height: 100, pixels: new Uint8Array(30_000).fill(128) };
    const noisy = async (seed: number) =>
      (await applyOperations(grey, [{ name: 'noise', deviation: 10, seed }])).pixels;
    const values = [...(await noisy(1))].map((value) => value - 128);
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(Math.sqrt(variance)).toBeCloseTo(10, 0);
    expect(await noisy(1)).toEqual(await noisy(1));
    expect(await noisy(2)).not.toEqual(await noisy(1));
  });

  test('erasing covers the box with grey and touches nothing else', async () => {
    const { pixels } = await applyOperations(wavesOf(10, 10), [
      { name: 'erase', left: 0.2, top: 0.5, width: 0.3, height: 0.4 },
    ]);
    const expected = waves(10, 10);
    for (let y = 5; y < 9; y++) expected.fill(127, (y * 10 + 2) * 3, (y * 10 + 5) * 3);
    expect(pixels).toEqual(expected);
  });

  test('never write into the picture they are given', async () => {
    const names: Operation[] = [
      { name: 'flip-horizontal' },
      { name: 'erase', left: 0, top: 0, width: 1, height: 1 },
      { name: 'sharpness', factor: 2 },
      { name: 'equalize' },
    ];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(names), async (operations) => {
        const untouched = picture.pixels.slice();
        await applyOperations(picture, operations);
        expect(picture.pixels).toEqual(untouched);
      }),
      { numRuns: 10 },
    );
  });
});

function isBlack(pixels: Uint8Array, i: number): boolean {
  const start = i - (i % 3);
  return pixels[start] === 0 && pixels[start + 1] === 0 && pixels[start + 2] === 0;
}
