import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadBackbone } from '../backbones/load-backbone.js';
import { startEngine } from '../engine/engine.js';
import { createRandom } from '../random.js';
import { decodeValues } from '../weights/value-types.js';
import { chain, differenceFromTfjs, drawWeights } from './compare-with-tfjs.js';
import { exportOnnx } from './export-onnx.js';
import { encodeFloat16 } from './float16.js';

beforeAll(() => startEngine());

describe('float16', () => {
  test('every number that it holds stays as it is', () => {
    const patterns = Uint16Array.from({ length: 0x7c01 }, (_, bits) => bits);
    const all = Uint16Array.from([...patterns, ...patterns.map((bits) => bits | 0x8000)]);
    expect(encodeFloat16(decodeValues(new Uint8Array(all.buffer), 'float16'))).toEqual(all);
  });

  test('numbers between two go to the nearer one, halfway to the even one', () => {
    const ulp = 2 ** -10;
    const values = [1 + 0.49 * ulp, 1 + 0.5 * ulp, 1 + 0.51 * ulp, 1 + 1.5 * ulp, 2 - 0.5 * ulp];
    expect([...encodeFloat16(Float32Array.from(values))]).toEqual([0x3c00, 0x3c00, 0x3c01, 0x3c02, 0x4000]);
    const tiny = [0.5, 0.51, 1.5, 2.5, 1023.6].map((value) => value * 2 ** -24);
    expect([...encodeFloat16(Float32Array.from(tiny))]).toEqual([0, 1, 2, 2, 0x400]);
    expect([...encodeFloat16(Float32Array.of(65519, 65520, -1e6, Number.NaN))]).toEqual([
      0x7bff, 0x7c00, 0xfc00, 0x7e00,
    ]);
  });

  test('random numbers are off by at most half a step', () => {
    const random = createRandom('float16');
    const values = Float32Array.from({ length: 10_000 }, () => random.normal() * 2 ** random.integer(12));
    const decoded = decodeValues(new Uint8Array(encodeFloat16(values).buffer), 'float16');
    for (const [i, value] of values.entries()) {
      expect(Math.abs(decoded[i]! - value)).toBeLessThanOrEqual(
        Math.max(Math.abs(value) * 2 ** -11, 2 ** -25),
      );
    }
  });
});

describe('a network with float16 weights', () => {
  test('is half as large and nearly the same', async () => {
    const { model } = await loadBackbone('efficientnet-lite0');
    const [whole, half] = [await exportOnnx(model), await exportOnnx(model, { float16Weights: true })];
    expect(half.length / whole.length).toBeLessThan(0.52);
    expect(await differenceFromTfjs(model, { batch: 1, options: { float16Weights: true } })).toBeLessThan(
      1e-2,
    );
  });

  test('keeps weights that float16 cannot hold', async () => {
    const dense = tf.layers.dense({ units: 3 });
    const model = chain([4], dense);
    drawWeights(model);
    dense.setWeights([tf.fill([4, 3], 1e6), tf.zeros([3])]);
    expect(await differenceFromTfjs(model, { options: { float16Weights: true } })).toBeLessThan(1e-5);
  });
});
