import { describe, expect, test } from 'vitest';
import { exampleFacts } from '../bundle/example.js';
import type { AnyManifest } from '../bundle/target-manifest.js';
import { averageViews } from './average-views.js';

const SIDE = 8;
/** Answers by where the light is: `[left, right]` of the whole. */
const network = {
  async run(pictures: readonly Uint8Array[]) {
    return Float32Array.from(
      pictures.flatMap((pixels) => {
        const sides = [0, 0];
        pixels.forEach((value, i) => {
          sides[Math.floor(i / 3) % SIDE < SIDE / 2 ? 0 : 1]! += value;
        });
        const total = sides[0]! + sides[1]!;
        return sides.map((side) => side / total);
      }),
    );
  },
};
const manifest = (transforms: readonly object[]) =>
  ({
    ...exampleFacts(),
    preprocessing: { ...exampleFacts().preprocessing, inputSize: [SIDE, SIDE] },
    recipe: { augmentation: { transforms } },
  }) as unknown as AnyManifest;
/** Light on the left, its place told by a number so that pictures differ. */
const litLeft = (number: number) =>
  Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (Math.floor(i / 3) % SIDE === 0 ? 200 + number : 0));

describe('test-time augmentation', () => {
  const mirrored = averageViews(network, manifest([{ name: 'flip-horizontal', probability: 1 }]));

  test('one view is the picture alone', async () => {
    expect([...(await mirrored([litLeft(1)]))]).toEqual([1, 0]);
  });

  test('is the mean over the picture and variations as in training', async () => {
    expect([...(await mirrored([litLeft(1)], 2))]).toEqual([0.5, 0.5]);
    const [left, right] = await mirrored([litLeft(1)], 5);
    expect([left, right]).toEqual([expect.closeTo(0.2), expect.closeTo(0.8)]);
  });

  test('a picture is varied the same way whatever stands beside it', async () => {
    const light = averageViews(network, manifest([]));
    const alone = await light([litLeft(3)], 4);
    const among = await light([litLeft(1), litLeft(3), litLeft(2)], 4);
    expect([...among.slice(2, 4)]).toEqual([...alone]);
  });

  test.each([0, 1.5, 65])('%d views are refused', async (views) => {
    await expect(mirrored([litLeft(1)], views)).rejects.toMatchObject({ details: { field: 'views' } });
  });
});
