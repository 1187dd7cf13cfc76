import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { chain, differenceFromTfjs, drawWeights } from './compare-with-tfjs.js';
import { exportOnnx } from './export-onnx.js';
import { decodeModel } from './proto/model-proto.js';

beforeAll(() => startEngine());

const pad = (
  sides: [[number, number], [number, number]] = [
    [1, 2],
    [0, 1],
  ],
) => tf.layers.zeroPadding2d({ padding: sides });
const pool = () => tf.layers.maxPooling2d({ poolSize: 3, strides: 2 });
const relu = () => tf.layers.reLU({});

async function operatorsOf(model: tf.LayersModel): Promise<string[]> {
  drawWeights(model);
  expect(await differenceFromTfjs(model)).toBeLessThan(1e-5);
  const { graph } = decodeModel(await exportOnnx(model));
  return graph.node.map(({ opType }) => opType).filter((opType) => opType !== 'Transpose');
}

describe('zero padding goes into the layer after it', () => {
  test.each([
    ['a convolution', tf.layers.conv2d({ filters: 4, kernelSize: 3, strides: 2 }), ['Conv']],
    ['a depthwise convolution', tf.layers.depthwiseConv2d({ kernelSize: 3, strides: 2 }), ['Conv']],
    ['a separable convolution', tf.layers.separableConv2d({ filters: 4, kernelSize: 3 }), ['Conv', 'Conv']],
  ])('%s', async (_, layer, operators) => {
    expect(await operatorsOf(chain([7, 8, 3], pad(), layer))).toEqual(operators);
  });

  test('a max pool of what is never negative', async () => {
    expect(await operatorsOf(chain([7, 8, 3], relu(), pad(), pool()))).toEqual(['Relu', 'MaxPool']);
  });
});

describe('zero padding stays', () => {
  test('before a max pool of what may be negative', async () => {
    const negative = tf.layers.rescaling({ scale: 0, offset: -1 });
    expect(await operatorsOf(chain([7, 8, 3], negative, pad(), pool()))).toEqual([
      'Mul',
      'Add',
      'Pad',
      'MaxPool',
    ]);
  });

  test('where a whole window would be padding', async () => {
    const wide = chain(
      [7, 8, 3],
      relu(),
      pad([
        [3, 0],
        [0, 0],
      ]),
      pool(),
    );
    expect(await operatorsOf(wide)).toEqual(['Relu', 'Pad', 'MaxPool']);
  });

  test('before an average, which would divide by less, and before more padding', async () => {
    const average = tf.layers.averagePooling2d({ poolSize: 3 });
    expect(await operatorsOf(chain([7, 8, 3], pad(), average))).toEqual(['Pad', 'AveragePool']);
    const same = tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same' });
    expect(await operatorsOf(chain([7, 8, 3], pad(), same))).toEqual(['Pad', 'Conv']);
  });

  test('where others read it too', async () => {
    const input = tf.input({ shape: [7, 8, 3] });
    const padded = pad().apply(input) as tf.SymbolicTensor;
    const conv = tf.layers.conv2d({ filters: 3, kernelSize: 1 }).apply(padded) as tf.SymbolicTensor;
    const sum = tf.layers.add().apply([padded, conv]) as tf.SymbolicTensor;
    expect(await operatorsOf(tf.model({ inputs: input, outputs: sum }))).toEqual(['Pad', 'Conv', 'Add']);
  });
});

test('a batch norm before padding that was folded stays, for zeros would become something else', async () => {
  const model = chain(
    [7, 8, 3],
    tf.layers.batchNormalization({}),
    pad(),
    tf.layers.conv2d({ filters: 4, kernelSize: 3 }),
  );
  expect(await operatorsOf(model)).toEqual(['BatchNormalization', 'Conv']);
});
