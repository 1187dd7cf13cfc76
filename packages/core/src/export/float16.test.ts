import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeValues } from '../weights/value-types.js';
import { toFloat16 } from './float16.js';

const halves = (values: readonly number[]) => [...toFloat16(Float32Array.from(values), 'a/kernel')];

describe('rounding to float16', () => {
  // numpy.float16(x).view(numpy.uint16), NumPy 2.
  test.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [0.1, 0x2e66],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2 - 2 ** -11, 0x4000],
    [65504, 0x7bff],
    [65519.99, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -14 - 2 ** -25, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [3 * 2 ** -25, 0x0002],
    [-(2 ** -26), 0x8000],
  ])('of %d is %i', (value, bits) => {
    expect(halves([value])).toEqual([bits]);
  });

  test('gives the nearest half', () => {
    fc.assert(
      fc.property(fc.float({ min: -65504, max: 65504, noNaN: true }), (value) => {
        const [bits] = halves([value]);
        const distanceTo = (half: number) =>
          Math.abs(decodeValues(new Uint8Array(Uint16Array.of(half).buffer), 'float16')[0]! - value);
        const neighbours = [bits! - 1, bits! + 1].filter((half) => half >= 0 && (half & 0x7c00) !== 0x7c00);
        for (const half of neighbours) expect(distanceTo(bits!)).toBeLessThanOrEqual(distanceTo(half));
      }),
    );
  });

  test.each([65520, -1e6, Number.POSITIVE_INFINITY, Number.NaN])('of %d is refused by name', (value) => {
    expect(() => halves([1, value])).toThrow(
      expect.objectContaining({ code: 'WEIGHTS_FLOAT16_RANGE', details: { tensor: 'a/kernel', value } }),
    );
  });
});
