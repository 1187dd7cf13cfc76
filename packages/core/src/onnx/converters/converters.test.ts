import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../engine/engine.js';
import { chain, differenceFromTfjs, drawWeights } from '../compare-with-tfjs.js';

const RUNS = { numRuns: 40 };
const TOLERANCE = 1e-5;

beforeAll(() => startEngine());

type Layer = Parameters<typeof chain>[1];
const pair = (min: number, max: number) =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })) as fc.Arbitrary<[number, number]>;

/** Sides, even and odd, of which no window here reaches beyond. */
const picture = pair(9, 14).chain(([height, width]) =>
  fc.integer({ min: 1, max: 5 }).map((channels): number[] => [height, width, channels]),
);

async function expectSame(shape: number[], ...layers: Layer[]): Promise<void> {
  const model = chain(shape, ...layers);
  await expectSameModel(model);
  model.dispose();
}

async function expectSameModel(model: tf.LayersModel): Promise<void> {
  drawWeights(model);
  expect(await differenceFromTfjs(model)).toBeLessThan(TOLERANCE);
}

describe('pictures change their shape as in Keras', () => {
  const sides = fc.tuple(pair(0, 3), pair(0, 3));

  test('padded with zeros', () =>
    fc.assert(
      fc.asyncProperty(picture, sides, (shape, around) =>
        expectSame(shape, tf.layers.zeroPadding2d({ padding: around })),
      ),
      RUNS,
    ));

  test('cropped', () =>
    fc.assert(
      fc.asyncProperty(picture, sides, (shape, cropping) =>
        expectSame(shape, tf.layers.cropping2D({ cropping })),
      ),
      RUNS,
    ));

  test('enlarged', () =>
    fc.assert(
      fc.asyncProperty(
        picture,
        pair(1, 4),
        fc.constantFrom('nearest', 'bilinear'),
        (shape, size, interpolation) =>
          expectSame(shape, tf.layers.upSampling2d({ size, interpolation: interpolation as 'nearest' })),
      ),
      RUNS,
    ));

  test('flattened row by row', () =>
    fc.assert(
      fc.asyncProperty(picture, (shape) =>
        expectSame(shape, tf.layers.flatten(), tf.layers.dense({ units: 4 })),
      ),
      RUNS,
    ));

  test.each([
    [
      [6, 4, 3],
      [8, 9],
    ],
    [
      [6, 4, 3],
      [2, 12, 3],
    ],
    [
      [6, 4, 3],
      [-1, 3],
    ],
    [[6, 4, 3], [72]],
    [
      [1, 1, 8],
      [2, 4],
    ],
    [[8], [1, 1, 8]],
    [
      [2, 4],
      [-1, 1, 8],
    ],
    [
      [2, 4, 3],
      [1, 1, 24],
    ],
    [
      [8, 9],
      [6, 4, 3],
    ],
    [[24], [2, 3, 4]],
    [[24], [4, 6]],
  ])('%j reshaped to %j', (shape, targetShape) =>
    // Twice the same axis would hide a wrong order; a dense layer tells the last axis from the others.
    expectSame(shape, tf.layers.reshape({ targetShape }), tf.layers.dense({ units: 3 })),
  );

  test.each([[[1, 2, 3]], [[1, 3, 2]], [[2, 1, 3]], [[2, 3, 1]], [[3, 1, 2]], [[3, 2, 1]]])(
    'axes permuted to %j',
    (dims) => expectSame([4, 5, 6], tf.layers.permute({ dims })),
  );

  test('axes of a sequence permuted, a vector repeated', async () => {
    await expectSame([4, 5], tf.layers.permute({ dims: [2, 1] }));
    await expectSame([4], tf.layers.repeatVector({ n: 3 }));
  });

  test.each(['globalAveragePooling2d', 'globalMaxPooling2d'] as const)('%s gives a vector', (pool) =>
    expectSame([5, 7, 3], tf.layers[pool]({})),
  );
});

describe('values', () => {
  const ACTIVATIONS = [
    'linear',
    'relu',
    'relu6',
    'elu',
    'selu',
    'sigmoid',
    'hardSigmoid',
    'softplus',
    'softsign',
  ];
  ACTIVATIONS.push('tanh', 'softmax', 'logSoftmax', 'swish', 'mish', 'gelu', 'gelu_new');

  test.each(ACTIVATIONS)('activated by %s, as a layer and inside others, of every rank', async (name) => {
    const activation = name as 'relu';
    await expectSame([4, 5, 3], tf.layers.activation({ activation }));
    await expectSame([6], tf.layers.dense({ units: 5, activation }));
    await expectSame([4, 6], tf.layers.dense({ units: 5, activation }));
    await expectSame([4, 5, 3], tf.layers.conv2d({ filters: 4, kernelSize: 2, activation }));
  });

  test.each<[string, Layer]>([
    ['ReLU', tf.layers.reLU({})],
    ['ReLU up to 6', tf.layers.reLU({ maxValue: 6 })],
    ['LeakyReLU', tf.layers.leakyReLU({ alpha: 0.2 })],
    ['ThresholdedReLU', tf.layers.thresholdedReLU({ theta: 0.7 })],
    ['ELU', tf.layers.elu({})],
    ['Softmax of channels', tf.layers.softmax({ axis: -1 })],
    ['PReLU per value', tf.layers.prelu({})],
    ['PReLU per channel', tf.layers.prelu({ sharedAxes: [1, 2] })],
    ['Rescaling', tf.layers.rescaling({ scale: 1 / 127.5, offset: -1 })],
    ['BatchNormalization', tf.layers.batchNormalization({})],
    ['BatchNormalization without scale', tf.layers.batchNormalization({ scale: false })],
    ['BatchNormalization of rows', tf.layers.batchNormalization({ axis: 1 })],
    ['LayerNormalization of channels', tf.layers.layerNormalization({})],
    ['LayerNormalization of rows and channels', tf.layers.layerNormalization({ axis: [1, 3] })],
    ['Dense on pictures', tf.layers.dense({ units: 4 })],
    ['Dropout does nothing', tf.layers.dropout({ rate: 0.9 })],
    ['GaussianNoise does nothing', tf.layers.gaussianNoise({ stddev: 3 })],
    ['AlphaDropout does nothing', tf.layers.alphaDropout({ rate: 0.9 })],
  ])('of %s', (_, layer) => expectSame([5, 7, 4], layer));

  test('of layers on vectors and sequences', async () => {
    await expectSame([6], tf.layers.batchNormalization({}), tf.layers.layerNormalization({}));
    await expectSame([4, 6], tf.layers.batchNormalization({}), tf.layers.layerNormalization({}));
    await expectSame([4, 6], tf.layers.prelu({}), tf.layers.softmax({ axis: -1 }));
    await expectSame([6], tf.layers.softmax({}));
    await expectSame([4, 6], tf.layers.spatialDropout1d({ rate: 0.5 }), tf.layers.flatten({}));
  });
});

describe('branches meet as in Keras', () => {
  const MERGES: [string, () => tf.layers.Layer][] = [
    ['add', () => tf.layers.add()],
    ['multiply', () => tf.layers.multiply()],
    ['average', () => tf.layers.average()],
    ['maximum', () => tf.layers.maximum()],
    ['minimum', () => tf.layers.minimum()],
  ];

  test.each(MERGES)('%s of three, of a picture with a vector, and of sequences', async (_, merge) => {
    const input = tf.input({ shape: [4, 5, 3] });
    const branch = () => tf.layers.conv2d({ filters: 3, kernelSize: 1 }).apply(input) as tf.SymbolicTensor;
    const vector = tf.layers.globalAveragePooling2d({}).apply(branch()) as tf.SymbolicTensor;
    const sequence = tf.layers.reshape({ targetShape: [5, 3] });
    const row = sequence.apply(
      tf.layers
        .cropping2D({
          cropping: [
            [3, 0],
            [0, 0],
          ],
        })
        .apply(branch()),
    ) as tf.SymbolicTensor;
    for (const inputs of [
      [branch(), branch(), branch()],
      [branch(), vector],
      [branch(), row],
      [row, row],
    ]) {
      const model = tf.model({ inputs: input, outputs: merge().apply(inputs) as tf.SymbolicTensor });
      await expectSameModel(model);
    }
  });

  test.each([1, 2, 3, -1])('concatenated along axis %i', async (axis) => {
    const input = tf.input({ shape: [4, 5, 3] });
    const branch = tf.layers.conv2d({ filters: 3, kernelSize: 1 }).apply(input) as tf.SymbolicTensor;
    const joined = tf.layers.concatenate({ axis }).apply([input, branch, input]) as tf.SymbolicTensor;
    const model = tf.model({ inputs: input, outputs: joined });
    await expectSameModel(model);
  });
});
