import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startEngine } from '../../engine/engine.js';
import { chain, differenceFromTfjs, drawWeights, relativeDifference } from '../compare-with-tfjs.js';
import { exportOnnx } from '../export-onnx.js';
import { createSession } from '../session.js';

const RUNS = { numRuns: 40 };
const TOLERANCE = 1e-5;

// Plain JavaScript: TensorFlow's own kernels cannot dilate a depthwise convolution on every processor.
beforeAll(() => {
  vi.stubEnv('GRAFT_ENGINE', 'cpu');
  return startEngine();
});
afterAll(() => vi.unstubAllEnvs());

type Layer = Parameters<typeof chain>[1];
const pair = (min: number, max: number) =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })) as fc.Arbitrary<[number, number]>;
const padding = fc.constantFrom<('same' | 'valid')[]>('same', 'valid');

/** Sides, even and odd, of which no window here reaches beyond. */
const picture = pair(9, 14).chain(([height, width]) =>
  fc.integer({ min: 1, max: 5 }).map((channels): number[] => [height, width, channels]),
);

async function expectSame(shape: number[], ...layers: Layer[]): Promise<void> {
  const model = chain(shape, ...layers);
  drawWeights(model);
  expect(await differenceFromTfjs(model)).toBeLessThan(TOLERANCE);
  model.dispose();
}

describe('a window moves as in TensorFlow', () => {
  const window = fc
    .record({
      kernelSize: pair(1, 4),
      strides: pair(1, 3),
      dilationRate: pair(1, 2),
      padding,
      useBias: fc.boolean(),
    })
    // TensorFlow dilates only what moves by one.
    .map((options) =>
      Math.max(...options.dilationRate) > 1 ? { ...options, strides: [1, 1] as [number, number] } : options,
    );
  // ...and its depthwise kernel moves by the same in both directions.
  const square = window.map(({ strides: [stride], ...options }) => ({
    ...options,
    strides: [stride, stride] as [number, number],
  }));

  test('of a convolution', () =>
    fc.assert(
      fc.asyncProperty(picture, window, fc.integer({ min: 1, max: 4 }), (shape, options, filters) =>
        expectSame(shape, tf.layers.conv2d({ filters, ...options, biasInitializer: 'ones' })),
      ),
      RUNS,
    ));

  test('of a depthwise convolution', () =>
    fc.assert(
      fc.asyncProperty(picture, square, fc.integer({ min: 1, max: 3 }), (shape, options, depthMultiplier) =>
        expectSame(shape, tf.layers.depthwiseConv2d({ depthMultiplier, ...options, dilationRate: 1 })),
      ),
      RUNS,
    ));

  test('of a dilated depthwise convolution: tfjs has one only inside its separable one', async () => {
    const options = { kernelSize: 3, padding: 'same', dilationRate: 2, useBias: false } as const;
    const separable = chain([9, 8, 3], tf.layers.separableConv2d({ filters: 3, ...options, name: 'conv' }));
    const depthwise = chain([9, 8, 3], tf.layers.depthwiseConv2d({ ...options, name: 'conv' }));
    const [, pointwise] = separable.getLayer('conv').getWeights();
    drawWeights(depthwise);
    separable.setWeights([depthwise.getWeights()[0]!, tf.eye(3).reshape(pointwise!.shape)]);

    const input = tf.randomNormal([2, 9, 8, 3], 0, 1, 'float32', 1);
    const session = await createSession(await exportOnnx(depthwise));
    const received = await session.run(input.dataSync<'float32'>(), 2);
    const expected = (separable.predict(input) as tf.Tensor).dataSync<'float32'>();
    expect(relativeDifference(received, expected)).toBeLessThan(TOLERANCE);
  });

  test('of a separable convolution', () =>
    fc.assert(
      fc.asyncProperty(picture, square, fc.integer({ min: 1, max: 3 }), (shape, options, depthMultiplier) =>
        expectSame(
          shape,
          tf.layers.separableConv2d({ filters: 3, depthMultiplier, ...options, activation: 'relu' }),
        ),
      ),
      RUNS,
    ));

  test('of a transposed convolution', () =>
    fc.assert(
      fc.asyncProperty(
        picture,
        fc.record({ kernelSize: pair(1, 5), strides: pair(1, 4), padding, useBias: fc.boolean() }),
        (shape, options) => expectSame(shape, tf.layers.conv2dTranspose({ filters: 3, ...options })),
      ),
      RUNS,
    ));

  test.each(['maxPooling2d', 'averagePooling2d'] as const)('of %s', (pool) =>
    fc.assert(
      fc.asyncProperty(
        picture,
        fc.record({ poolSize: pair(1, 4), strides: pair(1, 4), padding }),
        (shape, options) => expectSame(shape, tf.layers[pool](options)),
      ),
      RUNS,
    ),
  );
});
