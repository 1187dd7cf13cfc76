import * as tf from '@tensorflow/tfjs';
import { File, type Group, ready } from 'h5wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { assignWeights } from './assign-weights.js';
import { objectNames } from './keras-objects.js';
import { readKerasH5 } from './read-keras-h5.js';

beforeAll(async () => {
  await startEngine();
});

/** Layers of one convolution each, more than ten, of which alphabetical order would mix up the numbers. */
const COUNT = 12;

describe('layers that a Keras 3 file calls by class and number', () => {
  test('are found in the order of the network', async () => {
    const model = convolutions();

    assignWeights(model, await readKerasH5(await objectFile('layers'), 'x.weights.h5'));

    expect(kernels(model)).toEqual(Array.from({ length: COUNT }, (_, i) => i));
    model.dispose();
  });

  test('are found where the network was one layer of a model that was trained', async () => {
    const bytes = await objectFile('layers/functional/layers', {
      'layers/conv2d': [1, 1, 3, 3],
      'layers/dense': [4, 2],
      'layers/dropout/seed_generator': [2],
      optimizer: [7],
      'metrics/mean': [],
    });
    const model = convolutions();
    const file = await readKerasH5(bytes, 'x.weights.h5');

    expect(assignWeights(model, file, { classifierLayers: ['conv2d'] })).toEqual({
      ignored: ['conv2d', 'dense'],
    });
    expect(kernels(model)).toEqual(Array.from({ length: COUNT }, (_, i) => i));
    model.dispose();
  });

  test('that follow the network are its classifier, and no others', async () => {
    const bytes = await objectFile('layers', { [`layers/conv2d_${COUNT}`]: [1, 1, 1, 5] });
    const model = convolutions();
    const file = await readKerasH5(bytes, 'x.weights.h5');

    expect(assignWeights(model, file, { classifierLayers: ['top'] })).toEqual({ ignored: ['top'] });
    expect(() => assignWeights(model, file)).toThrow(
      expect.objectContaining({
        code: 'WEIGHTS_EXTRA_TENSOR',
        details: { path: 'x.weights.h5', tensor: `conv2d_${COUNT}/0` },
      }),
    );
    model.dispose();
  });
});

// Layer names and objects of a model saved by Keras 3.15: a MobileNetV2 in a Sequential.
test('objects are called by class in snake case, counted within their model', () => {
  const layer = (className: string, name: string, layers?: unknown[]) => ({
    class_name: className,
    config: { name, layers },
  });
  const config = layer('Sequential', 'sequential', [
    layer('Functional', 'mobilenetv2', [
      layer('InputLayer', 'input_layer'),
      layer('Conv2D', 'Conv1'),
      layer('BatchNormalization', 'bn_Conv1'),
      layer('DepthwiseConv2D', 'expanded_conv_depthwise'),
      layer('BatchNormalization', 'expanded_conv_depthwise_BN'),
    ]),
    layer('GlobalAveragePooling2D', 'pool'),
    layer('Dense', 'dense_5'),
  ]);

  expect([...objectNames(config)]).toEqual([
    ['functional', 'mobilenetv2'],
    ['functional/input_layer', 'input_layer'],
    ['functional/conv2d', 'Conv1'],
    ['functional/batch_normalization', 'bn_Conv1'],
    ['functional/depthwise_conv2d', 'expanded_conv_depthwise'],
    ['functional/batch_normalization_1', 'expanded_conv_depthwise_BN'],
    ['global_average_pooling2d', 'pool'],
    ['dense', 'dense_5'],
  ]);
});

/** `[batch, 1, 1, 1]` through `COUNT` 1x1 convolutions without bias. */
function convolutions(): tf.LayersModel {
  const input = tf.input({ shape: [1, 1, 1] });
  let x = input;
  for (let i = 0; i < COUNT; i++) {
    const layer = tf.layers.conv2d({ name: `block${i}`, filters: 1, kernelSize: 1, useBias: false });
    x = layer.apply(x) as tf.SymbolicTensor;
  }
  return tf.model({ inputs: input, outputs: x });
}

function kernels(model: tf.LayersModel): number[] {
  return model.getWeights().map((kernel) => kernel.dataSync()[0]!);
}

/** A Keras 3 file without names in which convolution i has the kernel i, with zeros of other shapes beside. */
async function objectFile(container: string, others: Record<string, number[]> = {}): Promise<Uint8Array> {
  const library = await ready;
  const file = new File('/written.h5', 'w');
  for (let i = 0; i < COUNT; i++) {
    write(file, `${container}/conv2d${i === 0 ? '' : `_${i}`}`, [1, 1, 1, 1], [i]);
  }
  for (const [object, shape] of Object.entries(others)) {
    write(file, object, shape, new Array(shape.reduce((a, b) => a * b, 1)).fill(0));
  }
  file.close();
  return library.FS.readFile('/written.h5') as Uint8Array;
}

function write(file: File, object: string, shape: number[], values: number[]) {
  let group: Group = file;
  for (const step of [...object.split('/'), 'vars']) {
    group = group.keys().includes(step) ? (group.get(step) as Group) : group.create_group(step);
  }
  group.create_dataset({ name: '0', data: new Float32Array(values), shape });
}
