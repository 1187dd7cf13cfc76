import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { waves } from '../data/test-data/pictures.js';
import { applyOperations } from './apply-operations.js';
import { drawOperations } from './draw-operations.js';
import { AUGMENTATION_PRESETS, presetTransforms } from './presets.js';
import type { Transform } from './types.js';

const seeds = (count: number) => Array.from({ length: count }, (_, i) => `seed ${i}`);
const drawMany = (transform: Transform, count = 400) =>
  seeds(count).flatMap((seed) => drawOperations([transform], seed));

describe('drawing', () => {
  test('the same seed gives the same operations, another seed others', () => {
    const transforms = presetTransforms('strong');
    expect(drawOperations(transforms, 'a')).toEqual(drawOperations(transforms, 'a'));
    expect(drawOperations(transforms, 'a')).not.toEqual(drawOperations(transforms, 'b'));
  });

  test('a transform that is added at the end changes none before it', () => {
    const [first, second] = [presetTransforms('standard'), presetTransforms('document')];
    const alone = drawOperations(first, 'a');
    expect(drawOperations([...first, ...second], 'a').slice(0, alone.length)).toEqual(alone);
  });

  test('flips come every second time, others always, and both as often as asked', () => {
    expect(drawMany({ name: 'flip-horizontal' }, 2000).length / 2000).toBeCloseTo(0.5, 1);
    expect(drawMany({ name: 'grey' })).toHaveLength(400);
    expect(drawMany({ name: 'grey', probability: 0.2 }, 2000).length / 2000).toBeCloseTo(0.2, 1);
    expect(drawMany({ name: 'flip-vertical', probability: 0 })).toEqual([]);
  });

  test('parameters fill their range and stay within it', () => {
    const degrees = drawMany({ name: 'rotate', degrees: 10 }).map(
      (drawn) => 'degrees' in drawn && drawn.degrees,
    );
    expect(Math.min(...(degrees as number[]))).toBeGreaterThanOrEqual(-10);
    expect(Math.min(...(degrees as number[]))).toBeLessThan(-9.5);
    expect(Math.max(...(degrees as number[]))).toBeLessThanOrEqual(10);
    expect(Math.max(...(degrees as number[]))).toBeGreaterThan(9.5);
  });

  test('boxes lie within the picture', () => {
    for (const name of ['crop', 'erase'] as const) {
      for (const drawn of drawMany({ name, area: [0.02, 1] })) {
        if (!('left' in drawn)) throw new Error('no box');
        expect(drawn.left).toBeGreaterThanOrEqual(0);
        expect(drawn.top).toBeGreaterThanOrEqual(0);
        expect(drawn.left + drawn.width).toBeLessThanOrEqual(1 + 1e-12);
        expect(drawn.top + drawn.height).toBeLessThanOrEqual(1 + 1e-12);
      }
    }
  });

  test("RandAugment's strength grows with its magnitude: at 0 only contrast is stretched", () => {
    const still = seeds(200).flatMap((seed) =>
      drawOperations([{ name: 'rand-augment', operations: 1, magnitude: 0 }], seed),
    );
    for (const drawn of still) {
      if ('degrees' in drawn) expect(drawn.degrees).toBeCloseTo(0, 12);
      if ('factor' in drawn) expect(drawn.factor).toBe(1);
      if ('bits' in drawn) expect(drawn.bits).toBe(8);
    }
    expect(new Set(still.map(({ name }) => name)).size).toBe(11);
  });
});

describe.each(AUGMENTATION_PRESETS)('%s', (preset) => {
  test('gives a picture of the same size, the same one from the same seed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string(),
        fc.integer({ min: 3, max: 20 }),
        fc.integer({ min: 3, max: 20 }),
        async (seed, width, height) => {
          const picture = { width, height, pixels: waves(width, height) };
          const operations = drawOperations(presetTransforms(preset), seed);
          const [first, second] = [
            await applyOperations(picture, operations),
            await applyOperations(picture, operations),
          ];
          expect(first.pixels).toHaveLength(width * height * 3);
          expect([first.width, first.height]).toEqual([width, height]);
          expect(second).toEqual(first);
          if (preset === 'none') expect(first).toEqual(picture);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('is plain JSON', () => {
    const transforms = presetTransforms(preset);
    expect(JSON.parse(JSON.stringify(transforms))).toEqual(transforms);
  });
});
