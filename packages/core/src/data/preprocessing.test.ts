import { describe, expect, test } from 'vitest';
import { imageDecoder, PIXEL_SCALINGS, scalePixels } from './preprocessing.js';
import { plainPng } from './test-data/pictures.js';

const rgb = Uint8Array.from([10, 100, 250]);

describe('scalePixels', () => {
  // From the formulas in keras/src/applications/imagenet_utils.py, by hand; `lite` is EfficientNet-Lite's (x - 127) / 128.
  test.each([
    ['caffe', [250 - 103.939, 100 - 116.779, 10 - 123.68]],
    ['tf', [-0.92156863, -0.21568627, 0.96078431]],
    ['torch', [-1.946656, -0.285014, 2.552854]],
    ['none', [10, 100, 250]],
    ['lite', [-0.9140625, -0.2109375, 0.9609375]],
  ] as const)('%s', (mode, expected) => {
    const scaled = scalePixels(rgb, PIXEL_SCALINGS[mode]);
    expect(scaled).toHaveLength(3);
    for (const [i, value] of expected.entries()) expect(scaled[i]).toBeCloseTo(value, 4);
  });

  test('letterbox padding is exactly zero for the embedded backbone', () => {
    expect([...scalePixels(new Uint8Array(3).fill(127), PIXEL_SCALINGS.lite)]).toEqual([0, 0, 0]);
  });
});

describe('imageDecoder', () => {
  const preprocessing = { inputSize: [4, 6], resize: 'crop', scaling: PIXEL_SCALINGS.lite } as const;

  test('decodes and scales to height, width, 3', async () => {
    const decoder = imageDecoder(preprocessing);
    const values = await decoder.decode(await plainPng(127, 255, 0));
    expect(decoder.shape).toEqual([4, 6, 3]);
    expect(values).toHaveLength(4 * 6 * 3);
    expect([...values.subarray(0, 3)]).toEqual([0, 1, -127 / 128]);
  });

  test('its id tells apart everything that changes the numbers', () => {
    const ids = [
      preprocessing,
      { ...preprocessing, inputSize: [6, 4] as const },
      { ...preprocessing, resize: 'letterbox' as const },
      ...(['caffe', 'tf', 'torch', 'none'] as const).map((mode) => ({
        ...preprocessing,
        scaling: PIXEL_SCALINGS[mode],
      })),
    ].map((choice) => imageDecoder(choice).id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(imageDecoder({ ...preprocessing }).id).toBe(ids[0]);
  });
});
