import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correctBias, quantizeBias, quantizeKernel, stepsFor } from './linear-quantization.js';

const float = fc.float({ min: -1000, max: 1000, noNaN: true });

describe('steps of 8 bits', () => {
  test('of a range from zero start at zero, and end no later than the range: ONNX Runtime drops the ReLU6 before them', () => {
    const { scale, zeroPoint } = stepsFor([0, 6]);
    expect(zeroPoint).toBe(0);
    expect(scale).toBeCloseTo(6 / 255, 8);
    expect(Math.fround(scale * 255)).toBeLessThanOrEqual(6);
  });

  test('of a range on both sides have an integer that is exactly zero', () => {
    // 255 steps from -1 to 4: 1 / (5 / 255) = 51.
    expect(stepsFor([-1, 4])).toEqual({ scale: expect.closeTo(5 / 255, 7), zeroPoint: 51 });
  });

  test('hold zero where the range does not, and are steps where the range is a point', () => {
    expect(stepsFor([2, 3])).toEqual({ scale: expect.closeTo(3 / 255, 7), zeroPoint: 0 });
    expect(stepsFor([-3, -2])).toEqual({ scale: expect.closeTo(3 / 255, 7), zeroPoint: 255 });
    expect(stepsFor([0, 0])).toEqual({ scale: 1, zeroPoint: 0 });
  });

  test('round every value of the range by half a step at most, and one more for the zero', () =>
    fc.assert(
      fc.property(float, float, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, share) => {
        const [min, max] = [Math.min(a, b), Math.max(a, b)];
        const { scale, zeroPoint } = stepsFor([min, max]);
        const value = min + share * (max - min);
        const integer = Math.max(0, Math.min(255, Math.round(value / scale) + zeroPoint));
        expect(Math.abs((integer - zeroPoint) * scale - value)).toBeLessThanOrEqual(1.001 * scale);
      }),
    ));
});

describe('a kernel in 8 bits', () => {
  test('has a scale for each result, along whichever axis results lie', () => {
    const data = Float32Array.of(1.27, -0.01, 0.635, 127, 64, -1);
    const rows = quantizeKernel({ shape: [2, 3], data }, 0, undefined, 1);
    expect([...rows.values]).toEqual([127, -1, 64, 127, 64, -1]);
    expect(rows.scales[0]).toBeCloseTo(0.01, 7);
    expect(rows.scales[1]).toBe(1);
    const columns = quantizeKernel({ shape: [3, 2], data }, 1, undefined, 1);
    // Columns [1.27, 0.635, 64] and [-0.01, 127, -1].
    expect([...columns.values]).toEqual([3, 0, 1, 127, 127, -1]);
  });

  test('is rounded by half a step at most', () =>
    fc.assert(
      fc.property(fc.array(float, { minLength: 12, maxLength: 12 }), (list) => {
        const data = Float32Array.from(list);
        const { values, scales } = quantizeKernel({ shape: [3, 2, 2], data }, 0, undefined, 1);
        for (const [i, value] of data.entries()) {
          const scale = scales[Math.floor(i / 4)]!;
          expect(Math.abs(values[i]! * scale - value)).toBeLessThanOrEqual(0.5001 * scale);
        }
      }),
    ));

  test('that is dead leaves its bias within 32 bits', () => {
    const kernel = { shape: [2, 1], data: Float32Array.of(0, 1e-30) };
    const bias = Float32Array.of(0.5, -3);
    const { scales } = quantizeKernel(kernel, 0, bias, 0.02);
    const integers = quantizeBias(bias, scales, 0.02);
    integers.values.forEach((value, i) => {
      expect(value * integers.scales[i]!).toBeCloseTo(bias[i]!, 5);
    });
  });
});

test('a bias takes off what rounding adds: each weight’s rounding times the mean of its input', () => {
  // Steps of 1 round 0.4 to 0 and 126.7 to 127: -0.4 * 10 + 0.3 * 2 = -3.4 too little.
  const kernel = { shape: [1, 2, 1, 1], data: Float32Array.of(0.4, 126.7) };
  const integers = { values: Int8Array.of(0, 127), scales: Float32Array.of(1) };
  const [bias] = correctBias(Float32Array.of(1), kernel, integers, Float64Array.of(10, 2));
  expect(bias).toBeCloseTo(4.4, 4);
});

test('in a depthwise convolution each channel’s bias goes by its own mean', () => {
  const kernel = { shape: [2, 1, 1, 2], data: Float32Array.of(0.25, 1.25, 0.25, 0.25) };
  const integers = { values: Int8Array.of(0, 1, 0, 0), scales: Float32Array.of(1, 1) };
  const biases = correctBias(Float32Array.of(0, 0), kernel, integers, Float64Array.of(2, 8));
  expect([...biases]).toEqual([1, 4]);
});
