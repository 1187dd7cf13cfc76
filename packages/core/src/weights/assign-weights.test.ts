import { expectNoLeakedTensors } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { assignWeights } from './assign-weights.js';
import type { LayerWeights, WeightsFile, WeightTensor } from './types.js';

let model: tf.LayersModel;

beforeAll(async () => {
  await startEngine();
});

beforeEach(() => {
  const input = tf.input({ shape: [4, 4, 2], name: 'input' });
  const conv = tf.layers
    .depthwiseConv2d({ kernelSize: 1, name: 'depth', kernelInitializer: 'zeros' })
    .apply(input);
  const output = tf.layers.batchNormalization({ name: 'norm' }).apply(conv) as tf.SymbolicTensor;
  model = tf.model({ inputs: input, outputs: output, name: 'small' });
});

afterEach(() => {
  model.dispose();
});

const DEPTH = layer('depth', { depthwise_kernel: [1, 1, 2, 1], bias: [2] });
const NORM = layer('norm', { gamma: [2], beta: [2], moving_mean: [2], moving_variance: [2] });
const CLASSIFIER = layer('top', { kernel: [1, 1, 2, 5], bias: [5] });

describe('weights that fit', () => {
  test('are assigned by name whatever their order, and leave no tensor', async () => {
    const result = await expectNoLeakedTensors(() =>
      assignWeights(model, file([reversed(NORM), reversed(DEPTH)])),
    );

    expect(result).toEqual({ ignored: [] });
    expect(values()).toEqual(expected(DEPTH, NORM));
  });

  test('may call a depthwise kernel as Keras 3 does', () => {
    const keras3 = { ...DEPTH, tensors: [{ ...DEPTH.tensors[0]!, name: 'kernel' }, DEPTH.tensors[1]!] };

    assignWeights(model, file([keras3, NORM]));

    expect(values()).toEqual(expected(DEPTH, NORM));
  });

  test('are assigned in the order of a Keras file where its names mean nothing', () => {
    const odd = (from: LayerWeights) => ({
      ...from,
      tensors: from.tensors.map((tensor, i) => ({ ...tensor, name: `param_${9 - i}` })),
    });

    assignWeights(model, { ...file([odd(DEPTH), odd(NORM)]), format: 'keras-h5' });

    expect(values()).toEqual(expected(DEPTH, NORM));
  });

  test('may come with a classifier, which is left out', () => {
    const dense = layer('my_head', { bias: [3], kernel: [8, 3] });

    const { ignored } = assignWeights(model, file([DEPTH, NORM, CLASSIFIER, dense]), {
      classifierLayers: ['top'],
    });

    expect(ignored).toEqual(['top', 'my_head']);
    expect(values()).toEqual(expected(DEPTH, NORM));
  });
});

describe('layers of a Keras .h5 file that have other names', () => {
  const called = (name: string, from: LayerWeights) => ({ ...from, layer: name });

  test('are taken in their order, with or without a classifier behind them', () => {
    for (const top of [[], [CLASSIFIER]]) {
      const layers = [called('depth_7', DEPTH), called('depth', NORM), ...top];
      assignWeights(model, file(layers, 'keras-h5'), { classifierLayers: ['top'] });
      expect(values()).toEqual(expected(DEPTH, NORM));
    }
  });

  test('are not where the order does not fit, or the format keeps none', () => {
    const swapped = [called('a', NORM), called('b', DEPTH)];
    const inOrder = [called('a', DEPTH), called('b', NORM)];
    for (const other of [file(swapped, 'keras-h5'), file(inOrder, 'safetensors')]) {
      expect(() => assignWeights(model, other)).toThrow(
        expect.objectContaining({ code: 'WEIGHTS_MISSING_TENSOR' }),
      );
    }
  });

  test('may be convolutions in groups of one channel', () => {
    const [kernel, bias] = DEPTH.tensors;
    const grouped = { ...DEPTH, tensors: [{ ...kernel!, name: 'kernel', shape: [1, 1, 1, 2] }, bias!] };
    assignWeights(model, file([grouped, NORM], 'keras-h5'));
    expect(values()).toEqual(expected(DEPTH, NORM));
  });
});

describe('weights that do not fit', () => {
  const CASES: [what: string, layers: LayerWeights[], code: string, tensor: string][] = [
    ['a layer missing', [DEPTH], 'WEIGHTS_MISSING_TENSOR', 'norm/gamma'],
    ['a tensor missing', [DEPTH, without(NORM, 'moving_mean')], 'WEIGHTS_MISSING_TENSOR', 'norm/moving_mean'],
    ['one layer too many', [DEPTH, NORM, CLASSIFIER], 'WEIGHTS_EXTRA_TENSOR', 'top/kernel'],
    [
      'one tensor too many',
      [DEPTH, { ...NORM, tensors: [...NORM.tensors, tensor('renorm_mean', [2])] }],
      'WEIGHTS_EXTRA_TENSOR',
      'norm/renorm_mean',
    ],
    [
      'a tensor of another shape',
      [
        DEPTH,
        { ...NORM, tensors: [...without(NORM, 'moving_variance').tensors, tensor('moving_variance', [3])] },
      ],
      'WEIGHTS_SHAPE_MISMATCH',
      'norm/moving_variance',
    ],
    [
      'a tensor of as many values in another shape',
      [layer('depth', { depthwise_kernel: [1, 2, 1, 1], bias: [2] }), NORM],
      'WEIGHTS_SHAPE_MISMATCH',
      'depth/depthwise_kernel',
    ],
  ];

  test.each(CASES)('for %s are refused by name, and nothing is changed', async (_, layers, code, name) => {
    const before = values();

    const error = await expectNoLeakedTensors(() => failure(() => assignWeights(model, file(layers))));

    expect(error).toMatchObject({ code, details: { path: 'a.h5', tensor: name } });
    expect(error.message).toContain(`"${name}"`);
    expect(error.message).toContain('a.h5');
    expect(values()).toEqual(before);
  });

  test('for their shape say which was expected', () => {
    const wrong = layer('depth', { depthwise_kernel: [3, 3, 2, 1], bias: [2] });

    expect(failure(() => assignWeights(model, file([wrong, NORM]))).message).toMatch(
      /\[3,3,2,1\].*\[1,1,2,1\]/,
    );
  });

  test('are not taken by order from a format that sorts by name', () => {
    // PyTorch's names for the same four, sorted: by order the bias would become gamma, without any complaint.
    const torch = layer('norm', { bias: [2], running_mean: [2], running_var: [2], weight: [2] });

    expect(failure(() => assignWeights(model, file([DEPTH, torch])))).toMatchObject({
      code: 'WEIGHTS_MISSING_TENSOR',
    });
  });
});

function file(layers: LayerWeights[], format: WeightsFile['format'] = 'safetensors'): WeightsFile {
  return { path: 'a.h5', format, naming: 'layers', layers };
}

function layer(name: string, shapes: Record<string, number[]>): LayerWeights {
  return { layer: name, tensors: Object.entries(shapes).map(([variable, shape]) => tensor(variable, shape)) };
}

/** Values that differ from tensor to tensor. */
function tensor(name: string, shape: number[]): WeightTensor {
  const count = shape.reduce((a, b) => a * b, 1);
  return { name, shape, data: Float32Array.from({ length: count }, (_, i) => name.length + i / 8) };
}

function reversed(from: LayerWeights): LayerWeights {
  return { ...from, tensors: [...from.tensors].reverse() };
}

function without(from: LayerWeights, name: string): LayerWeights {
  return { ...from, tensors: from.tensors.filter((other) => other.name !== name) };
}

function values(): number[][] {
  return model.getWeights().map((weight) => [...weight.dataSync()]);
}

/** tfjs lists what can be trained first. */
function expected(depth: LayerWeights, norm: LayerWeights): number[][] {
  return [...depth.tensors, ...norm.tensors].map(({ data }) => [...data]);
}

function failure(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Expected the weights to be refused.');
}
