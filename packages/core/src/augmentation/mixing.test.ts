import { describe, expect, test } from 'vitest';
import { waves } from '../data/test-data/pictures.js';
import { createRandom } from '../random.js';
import { cutMix, shareLeft } from './cut-mix.js';
import { mixUp } from './mix-up.js';
import { drawMixing } from './mixing.js';
import type { Picture } from './picture.js';

const plain = (value: number): Picture => ({ width: 8, height: 8, pixels: new Uint8Array(192).fill(value) });

describe('MixUp', () => {
  test('is the weighted mean, rounded', () => {
    expect(mixUp(plain(100), plain(201), { share: 0.25 }).pixels).toEqual(plain(176).pixels);
    const picture = { width: 8, height: 8, pixels: waves(8, 8) };
    expect(mixUp(picture, plain(0), { share: 1 })).toEqual(picture);
    expect(mixUp(plain(0), picture, { share: 0 })).toEqual(picture);
  });

  test('draws shares from Beta(alpha, alpha): mean 1/2, variance 1 / (4 (2 alpha + 1))', () => {
    for (const alpha of [0.1, 0.2, 1, 4]) {
      const random = createRandom('beta', alpha);
      const shares = Array.from({ length: 20_000 }, () => {
        const mix = drawMixing({ name: 'mix-up', alpha }, random)!;
        return mix.name === 'mix-up' ? mix.share : Number.NaN;
      });
      const mean = shares.reduce((a, b) => a + b) / shares.length;
      const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
      expect(mean).toBeCloseTo(0.5, 1);
      expect(variance / (1 / (4 * (2 * alpha + 1)))).toBeCloseTo(1, 1);
    }
  });
});

describe('CutMix', () => {
  test('puts a box of the second into the first, and the shares are the areas', () => {
    const box = { left: 0.25, top: 0.5, width: 0.5, height: 0.25 };
    const { pixels } = cutMix(plain(10), plain(20), box);
    const changed = [...pixels.keys()].filter((i) => pixels[i] === 20);
    expect(changed).toHaveLength(4 * 2 * 3);
    expect(Math.min(...changed)).toBe((4 * 8 + 2) * 3);
    expect(shareLeft(box)).toBe(1 - 8 / 64);
  });

  test('its boxes stay within the picture', () => {
    const random = createRandom('cut');
    for (let i = 0; i < 200; i++) {
      const mix = drawMixing({ name: 'cut-mix', alpha: 1 }, random)!;
      if (mix.name !== 'cut-mix') throw new Error('no box');
      expect(mix.left).toBeGreaterThanOrEqual(0);
      expect(mix.top + mix.height).toBeLessThanOrEqual(1 + 1e-12);
      expect(mix.width).toBeGreaterThanOrEqual(0);
    }
  });
});

test('a probability leaves pairs unmixed', () => {
  const random = createRandom('some');
  const drawn = Array.from({ length: 1000 }, () =>
    drawMixing({ name: 'mix-up', alpha: 1, probability: 0.3 }, random),
  );
  expect(drawn.filter(Boolean).length / 1000).toBeCloseTo(0.3, 1);
});
