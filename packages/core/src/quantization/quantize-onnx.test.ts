import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { listBackbones } from '../backbones/registry.js';
import { startEngine } from '../engine/engine.js';
import { withPooling } from '../network/with-layers.js';
import { chain, drawWeights } from '../onnx/compare-with-tfjs.js';
import { optimisedOperators } from '../onnx/optimised-operators.js';
import { decodeModel } from '../onnx/proto/model-proto.js';
import { changeByRounding, quantizedExample } from './quantized-example.js';

beforeAll(() => startEngine());

const conv = (options: Partial<Parameters<typeof tf.layers.conv2d>[0]> = {}) =>
  tf.layers.conv2d({ filters: 8, kernelSize: 3, padding: 'same', ...options });

/** Operators of a backbone's last part, which stays in float32, and of the way into and out of the integers. */
const AROUND = ['QuantizeLinear', 'DequantizeLinear', 'Transpose', 'GlobalAveragePool', 'Flatten'];
const INTEGER = ['QLinearConv', 'QLinearAdd', 'QLinearConcat', 'NhwcMaxPool', 'MaxPool'];
/** The last sum or concatenation has no convolution after it. */
const LAST = ['Add', 'Relu', 'Concat'];

/** Those made of convolutions, ReLU, sums and pools alone; others keep some layers in float32. */
const INTEGER_ALONE = /^(efficientnet-lite0|mobilenet|mobilenet-v2|resnet50|squeezenet|vgg16|vgg19)$/;

describe.each(listBackbones().filter(({ name }) => INTEGER_ALONE.test(name)))(
  '$title',
  ({ build, minInputSize }) => {
    test('in int8 has nothing but integer kernels between its ends, and features close to float32', async () => {
      const model = withPooling(build({ inputSize: Math.max(64, minInputSize), alpha: 1 }), 'average');
      drawWeights(model);
      const files = await quantizedExample(model);
      const operators = await optimisedOperators(files.int8);
      const integer = operators.filter((operator) => INTEGER.includes(operator));
      const convolutions = decodeModel(files.float32).graph.node.filter(({ opType }) => opType === 'Conv');
      expect(operators.filter((operator) => operator === 'QLinearConv')).toHaveLength(convolutions.length);
      expect(
        operators.filter((operator) => !INTEGER.includes(operator) && !AROUND.includes(operator)),
      ).toEqual(
        expect.toSatisfy(
          (others: string[]) => others.length <= 2 && others.every((name) => LAST.includes(name)),
        ),
      );
      expect(integer.length).toBeGreaterThan(0.8 * operators.length - LAST.length);
      expect(operators[0]).toBe('QuantizeLinear');

      expect(files.int8.length).toBeLessThan(0.4 * files.float32.length);
      // Made-up weights on noise; published weights on pictures: train-int8.test.ts and docs/decisions/0008.
      expect((await changeByRounding(model, files)).cosine).toBeGreaterThan(0.95);
      model.dispose();
    });
  },
);

describe('rounding', () => {
  test.each<[string, number[], Parameters<typeof chain>[1][]]>([
    ['padding with zeros, which stays exact', [9, 9, 3], [conv({ strides: 2 }), conv()]],
    [
      'channels by themselves',
      [8, 8, 6],
      [tf.layers.depthwiseConv2d({ kernelSize: 3 }), tf.layers.reLU({ maxValue: 6 })],
    ],
    ['sums that may be negative', [8, 8, 3], [conv(), conv({ activation: 'relu' }), conv()]],
    [
      'dense layers on vectors',
      [12],
      [tf.layers.dense({ units: 16, activation: 'relu' }), tf.layers.dense({ units: 8 })],
    ],
    [
      'dense layers on flattened pictures',
      [8, 8, 3],
      [conv(), tf.layers.maxPooling2d({ poolSize: 2 }), tf.layers.flatten(), tf.layers.dense({ units: 5 })],
    ],
    [
      'averages between convolutions',
      [8, 8, 3],
      [conv(), tf.layers.averagePooling2d({ poolSize: 2 }), conv()],
    ],
    [
      'what has no integer kernel between',
      [8, 8, 3],
      [conv(), tf.layers.activation({ activation: 'swish' }), conv()],
    ],
    [
      'a batch norm that cannot be folded',
      [8, 8, 3],
      [tf.layers.reLU(), tf.layers.batchNormalization({}), tf.layers.reLU(), conv()],
    ],
    ['sequences', [5, 6], [tf.layers.dense({ units: 7 }), tf.layers.dense({ units: 4 })]],
  ])('keeps networks near: %s', async (_, shape, layers) => {
    const model = chain(shape, ...layers);
    drawWeights(model);
    const change = await changeByRounding(model, await quantizedExample(model, 32));
    expect(change.relativeError).toBeGreaterThan(0);
    expect(change.relativeError).toBeLessThan(0.04);
    model.dispose();
  });

  test('leaves a network without products as it is', async () => {
    const model = chain([4, 4, 2], tf.layers.reLU(), tf.layers.maxPooling2d({ poolSize: 2 }));
    const { float32, int8 } = await quantizedExample(model);
    expect(decodeModel(int8)).toEqual(decodeModel(float32));
  });

  test('gives the same bytes for the same samples', async () => {
    const model = chain([8, 8, 3], conv({ activation: 'relu' }), conv());
    drawWeights(model);
    const [first, second] = [await quantizedExample(model), await quantizedExample(model)];
    expect(Buffer.compare(first.int8, second.int8)).toBe(0);
    model.dispose();
  });

  test('a maximum keeps the steps of what it is taken of', async () => {
    const model = chain(
      [8, 8, 3],
      conv({ activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      conv(),
    );
    drawWeights(model);
    const { node } = decodeModel((await quantizedExample(model)).int8).graph;
    const steps = node.filter(({ opType }) => opType === 'QuantizeLinear').map(({ input }) => input[1]);
    expect(steps).toHaveLength(4);
    expect(await optimisedOperators((await quantizedExample(model)).int8)).toContain('NhwcMaxPool');
    model.dispose();
  });
});
