import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { chain, differenceFromTfjs, drawWeights } from './compare-with-tfjs.js';
import { exportOnnx } from './export-onnx.js';
import { decodeModel } from './proto/model-proto.js';

beforeAll(() => startEngine());

type Layer = Parameters<typeof chain>[1];
const norm = (args: { axis?: number; scale?: boolean; center?: boolean } = {}) =>
  tf.layers.batchNormalization(args);
const conv = (args: object = {}) => tf.layers.conv2d({ filters: 4, kernelSize: 3, ...args });

/** Operators of the exported network without the transposes at its ends, after checking that it computes the same. */
async function operatorsOf(model: tf.LayersModel, foldBatchNorm = true): Promise<string[]> {
  drawWeights(model);
  expect(await differenceFromTfjs(model, { options: { foldBatchNorm } })).toBeLessThan(1e-5);
  const { graph } = decodeModel(await exportOnnx(model, { foldBatchNorm }));
  return graph.node.map(({ opType }) => opType).filter((opType) => opType !== 'Transpose');
}

describe('a batch norm goes into the layer before it', () => {
  test.each<[string, Layer, string[]]>([
    ['convolution', conv(), ['Conv']],
    ['convolution without bias', conv({ useBias: false, padding: 'same', strides: 2 }), ['Conv']],
    ['depthwise', tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }), ['Conv']],
    [
      'separable',
      tf.layers.separableConv2d({ filters: 4, kernelSize: 3, depthMultiplier: 2 }),
      ['Conv', 'Conv'],
    ],
    ['transposed', tf.layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2 }), ['ConvTranspose']],
    ['dense', tf.layers.dense({ units: 4 }), ['Conv']],
  ])('%s', async (_, layer, operators) => {
    expect(await operatorsOf(chain([7, 8, 3], layer, norm()))).toEqual(operators);
  });

  test('dense on vectors and sequences', async () => {
    expect(await operatorsOf(chain([5], tf.layers.dense({ units: 4 }), norm()))).toEqual(['Gemm']);
    expect(await operatorsOf(chain([6, 5], tf.layers.dense({ units: 4 }), norm()))).toEqual([
      'MatMul',
      'Add',
    ]);
  });

  test('one after another, with or without scale and centre', async () => {
    const norms = [norm(), norm({ scale: false }), norm({ center: false }), norm({ axis: 3 })];
    expect(await operatorsOf(chain([7, 8, 3], conv(), ...norms))).toEqual(['Conv']);
  });
});

describe('a batch norm goes into the layer after it', () => {
  test.each<[string, number[], Layer, string[]]>([
    ['convolution without padding', [7, 8, 3], conv({ strides: 2 }), ['Conv']],
    ['convolution of 1x1', [7, 8, 3], conv({ kernelSize: 1, padding: 'same', useBias: false }), ['Conv']],
    ['depthwise', [7, 8, 3], tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }), ['Conv']],
    ['dense', [5], tf.layers.dense({ units: 4 }), ['Gemm']],
  ])('%s', async (_, shape, layer, operators) => {
    expect(await operatorsOf(chain(shape, norm(), layer))).toEqual(operators);
  });
});

describe('a batch norm stays', () => {
  test('when asked to', async () => {
    expect(await operatorsOf(chain([7, 8, 3], conv(), norm()), false)).toEqual([
      'Conv',
      'BatchNormalization',
    ]);
  });

  test('before padding, where zeros would become something else', async () => {
    const model = chain([7, 8, 3], norm(), conv({ padding: 'same' }));
    expect(await operatorsOf(model)).toEqual(['BatchNormalization', 'Conv']);
  });

  test('after an activation', async () => {
    expect(await operatorsOf(chain([7, 8, 3], conv({ activation: 'relu' }), norm()))).toEqual([
      'Conv',
      'Relu',
      'BatchNormalization',
    ]);
  });

  test('of rows instead of channels', async () => {
    expect(await operatorsOf(chain([7, 8, 3], conv(), norm({ axis: 1 })))).toEqual(['Conv', 'Mul', 'Add']);
  });

  test('where others read the convolution, or the batch norm, too', async () => {
    const input = tf.input({ shape: [7, 8, 3] });
    const before = conv().apply(input) as tf.SymbolicTensor;
    const normed = norm().apply(before) as tf.SymbolicTensor;
    const after = conv({ kernelSize: 1 }).apply(normed) as tf.SymbolicTensor;
    const sum = tf.layers.add().apply([before, normed, after]) as tf.SymbolicTensor;
    expect(await operatorsOf(tf.model({ inputs: input, outputs: sum }))).toEqual([
      'Conv',
      'BatchNormalization',
      'Conv',
      'Add',
      'Add',
    ]);
  });

  test('where an addition reads it twice', async () => {
    const input = tf.input({ shape: [7, 8, 3] });
    const normed = norm().apply(input) as tf.SymbolicTensor;
    const sum = tf.layers.add().apply([normed, normed]) as tf.SymbolicTensor;
    expect(await operatorsOf(tf.model({ inputs: input, outputs: sum }))).toEqual([
      'BatchNormalization',
      'Add',
    ]);
  });
});
