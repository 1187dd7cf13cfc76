import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { kerasWeights } from './keras-weights.js';
import { averagePool, batchNorm, concatenate, conv2d, imageInput, maxPool, relu, zeroPad } from './layers.js';
import type { Backbone } from './types.js';

/** Layers of dense blocks conv2 to conv5. */
type Depths = readonly [number, number, number, number];

const GROWTH = 32;
const NORM = { epsilon: 1.001e-5 };

export const densenet121 = densenet(121, 0.75, [6, 12, 24, 16], '30ee3e1110167f948a6b9946edeeb738');
export const densenet169 = densenet(169, 0.762, [6, 12, 32, 32], 'b8c4d4c20dd625c148057b9ff1c1176b');
export const densenet201 = densenet(201, 0.773, [6, 12, 48, 32], 'c13680b51ded0fb44dff2d8f86ac8bb1');

function densenet(layers: number, top1: number, depths: Depths, md5: string): Backbone {
  const name = `densenet${layers}`;
  return {
    name,
    title: `DenseNet${layers}`,
    reference: 'Huang et al., Densely Connected Convolutional Networks, https://arxiv.org/abs/1608.06993',
    top1,
    defaultInputSize: 224,
    minInputSize: 32,
    scaling: PIXEL_SCALINGS.torch,
    fineTuneFrom: 'conv5_block1_0_bn',
    classifierLayers: ['predictions', 'fc1000'],
    weights: () =>
      kerasWeights(
        'densenet',
        `${name}_weights_tf_dim_ordering_tf_kernels_notop.h5`,
        'BSD-3-Clause, Zhuang Liu',
        md5,
      ),
    build: ({ inputSize }) => buildDensenet(name, inputSize, depths),
  };
}

/** Each layer reads all before it in its block: 224 gives `[batch, 7, 7, 1024]` (121 layers), 1664 (169) or 1920 (201). */
function buildDensenet(name: string, inputSize: number, depths: Depths): tf.LayersModel {
  const input = imageInput(inputSize);
  let x = zeroPad(input, 'zero_padding2d', [3, 3]);
  x = conv2d(x, 'conv1_conv', { filters: 64, kernelSize: 7, strides: 2, useBias: false });
  x = relu(batchNorm(x, 'conv1_bn', NORM), 'conv1_relu');
  x = maxPool(zeroPad(x, 'zero_padding2d_1', [1, 1]), 'pool1', { poolSize: 3, strides: 2 });
  for (const [i, layers] of depths.entries()) {
    const stage = i + 2;
    if (i > 0) x = transition(x, `pool${stage - 1}`);
    for (let layer = 1; layer <= layers; layer++) x = denseLayer(x, `conv${stage}_block${layer}`);
  }
  x = relu(batchNorm(x, 'bn', NORM), 'relu');
  return tf.model({ inputs: input, outputs: x, name });
}

/** Adds channels to its input. */
function denseLayer(input: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
  let x = relu(batchNorm(input, `${name}_0_bn`, NORM), `${name}_0_relu`);
  x = conv2d(x, `${name}_1_conv`, { filters: 4 * GROWTH, kernelSize: 1, useBias: false });
  x = relu(batchNorm(x, `${name}_1_bn`, NORM), `${name}_1_relu`);
  x = conv2d(x, `${name}_2_conv`, { filters: GROWTH, kernelSize: 3, padding: 'same', useBias: false });
  return concatenate([input, x], `${name}_concat`);
}

/** Halves channels and sides. */
function transition(input: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
  let x = relu(batchNorm(input, `${name}_bn`, NORM), `${name}_relu`);
  x = conv2d(x, `${name}_conv`, { filters: input.shape[3]! / 2, kernelSize: 1, useBias: false });
  return averagePool(x, `${name}_pool`, { poolSize: 2, strides: 2 });
}
