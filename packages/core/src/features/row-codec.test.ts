import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowCodecs } from './row-codec.js';

describe('rows in float16', () => {
  const { encode, decode, size } = rowCodecs.float16;

  test('are the nearest halves, in half the bytes and four more', () => {
    // 1/3 is 0x3555 as a half, IEEE 754: 0.333251953125. 2049 lies between 2048 and 2050, of which 2048 is even.
    const row = Float32Array.of(1 / 3, 2049, -0.5, 0);
    expect(encode(row)).toHaveLength(size(4));
    expect(size(4)).toBe(12);
    expect(decode(encode(row)).row).toEqual(Float32Array.of(0.333251953125, 2048, -0.5, 0));
  });

  test('say how far they are from what they were', () => {
    // Of (2049, 0) a 1 is lost: 1/2049.
    expect(decode(encode(Float32Array.of(2049, 0))).error).toBeCloseTo(1 / 2049, 9);
    expect(decode(encode(Float32Array.of(0, 0, 2048))).error).toBe(0);
  });

  test('stay finite beyond what float16 holds, with an error that shows it', () => {
    const { row, error } = decode(encode(Float32Array.of(131008, -1e6)));
    expect(row).toEqual(Float32Array.of(65504, -65504));
    expect(error).toBeGreaterThan(0.9);
  });

  test('lose at most 2^-11 of each number, and nothing when they are rounded again', () => {
    const value = fc.float({ noNaN: true, min: Math.fround(-65504), max: Math.fround(65504) });
    fc.assert(
      fc.property(
        fc.float32Array({ noNaN: true, min: -65504, max: 65504, minLength: 1 }),
        value,
        (row, one) => {
          row[0] = one;
          const once = decode(encode(row)).row;
          row.forEach((expected, i) => {
            expect(Math.abs(once[i]! - expected)).toBeLessThanOrEqual(
              Math.max(Math.abs(expected) * 2 ** -11, 2 ** -25),
            );
          });
          expect(decode(encode(once))).toEqual({ row: once, error: 0 });
        },
      ),
    );
  });
});

test('rows in float32 keep every bit', () => {
  const { encode, decode } = rowCodecs.float32;
  const row = Float32Array.of(1 / 3, -0, Number.MIN_VALUE, 3e38);
  expect(decode(encode(row))).toEqual({ row, error: 0 });
});
