import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heatMapFrom } from './heat-map.js';

describe('a heat map', () => {
  test('interpolates between the centres of the cells, as half-pixel resizing does', () => {
    // TensorFlow 2.21: tf.image.resize([[0, 4], [8, 4]], [4, 4], 'bilinear') / 8
    const { values } = heatMapFrom([0, 4, 8, 4], [2, 2], [4, 4]);
    const rows = [0, 1, 3, 4, 2, 2.5, 3.5, 4, 6, 5.5, 4.5, 4, 8, 7, 5, 4];
    expect([...values]).toEqual(rows.map((value) => value / 8));
  });

  test('leaves out what speaks against the label', () => {
    const { values } = heatMapFrom([-5, 2, -1, 1], [2, 2], [2, 2]);
    expect([...values]).toEqual([0, 1, 0, 0.5]);
  });

  test('is empty where nothing speaks for the label', () => {
    expect(heatMapFrom([-1, 0], [1, 2], [3, 5])).toEqual({
      width: 5,
      height: 3,
      values: new Float32Array(15),
    });
  });

  test('is from 0 to 1, whatever the evidence', () => {
    const evidence = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
      minLength: 6,
      maxLength: 6,
    });
    fc.assert(
      fc.property(evidence, fc.integer({ min: 1, max: 20 }), (grid, size) => {
        const { values } = heatMapFrom(grid, [2, 3], [size, size]);
        expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
      }),
    );
  });
});
