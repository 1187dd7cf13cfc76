import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { kerasWeights } from './keras-weights.js';
import { add, batchNorm, conv2d, imageInput, layerNames, maxPool, relu, zeroPad } from './layers.js';
import type { Backbone } from './types.js';

/** Blocks of stages conv2 to conv5. */
type Depths = readonly [number, number, number, number];

const NORM = { epsilon: 1.001e-5 };

export const resnet50V2 = resnetV2(50, 0.76, [3, 4, 6, 3], 'fac2f116257151a9d068a22e544a4917');
export const resnet101V2 = resnetV2(101, 0.772, [3, 4, 23, 3], 'c0ed64b8031c3730f411d2eb4eea35b5');
export const resnet152V2 = resnetV2(152, 0.78, [3, 8, 36, 3], 'ed17cf2e0169df9d443503ef94b23b33');

function resnetV2(layers: number, top1: number, depths: Depths, md5: string): Backbone {
  return {
    name: `resnet${layers}-v2`,
    title: `ResNet${layers}V2`,
    reference: 'He et al., Identity Mappings in Deep Residual Networks, https://arxiv.org/abs/1603.05027',
    top1,
    defaultInputSize: 224,
    minInputSize: 32,
    scaling: PIXEL_SCALINGS.tf,
    fineTuneFrom: 'conv5_block1_preact_bn',
    classifierLayers: ['predictions', 'probs'],
    weights: () =>
      kerasWeights(
        'resnet',
        `resnet${layers}v2_weights_tf_dim_ordering_tf_kernels_notop.h5`,
        'Apache-2.0',
        md5,
      ),
    build: ({ inputSize }) => buildResnetV2(`resnet${layers}v2`, inputSize, depths),
  };
}

/** Residual blocks that normalise first, the last of a stage halving the side: 224 gives `[batch, 7, 7, 2048]`. */
function buildResnetV2(name: string, inputSize: number, depths: Depths): tf.LayersModel {
  const named = layerNames();
  const input = imageInput(inputSize);
  let x = zeroPad(input, 'conv1_pad', [3, 3]);
  x = conv2d(x, 'conv1_conv', { filters: 64, kernelSize: 7, strides: 2 });
  x = maxPool(zeroPad(x, 'pool1_pad', [1, 1]), 'pool1_pool', { poolSize: 3, strides: 2 });
  for (const [i, blocks] of depths.entries()) {
    for (let block = 1; block <= blocks; block++) {
      const strides = block === blocks && i < depths.length - 1 ? 2 : 1;
      x = preactivated(x, `conv${i + 2}_block${block}`, 64 * 2 ** i, strides);
    }
  }
  x = relu(batchNorm(x, 'post_bn', NORM), 'post_relu');
  return tf.model({ inputs: input, outputs: x, name });

  /** The shortcut takes every second pixel where the side halves; at a stage's first block it is a 1x1 convolution. */
  function preactivated(
    input: tf.SymbolicTensor,
    name: string,
    width: number,
    strides: number,
  ): tf.SymbolicTensor {
    const channels = 4 * width;
    const active = relu(batchNorm(input, `${name}_preact_bn`, NORM), `${name}_preact_relu`);
    let shortcut = input;
    if (input.shape[3] !== channels) {
      shortcut = conv2d(active, `${name}_0_conv`, { filters: channels, kernelSize: 1, strides });
    } else if (strides > 1) {
      shortcut = maxPool(input, named('max_pooling2d'), { poolSize: 1, strides });
    }
    let x = conv2d(active, `${name}_1_conv`, { filters: width, kernelSize: 1, useBias: false });
    x = relu(batchNorm(x, `${name}_1_bn`, NORM), `${name}_1_relu`);
    x = zeroPad(x, `${name}_2_pad`, [1, 1]);
    x = conv2d(x, `${name}_2_conv`, { filters: width, kernelSize: 3, strides, useBias: false });
    x = relu(batchNorm(x, `${name}_2_bn`, NORM), `${name}_2_relu`);
    x = conv2d(x, `${name}_3_conv`, { filters: channels, kernelSize: 1 });
    return add([shortcut, x], `${name}_out`);
  }
}
