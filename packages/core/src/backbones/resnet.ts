import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { kerasWeights } from './keras-weights.js';
import { add, batchNorm, conv2d, imageInput, maxPool, relu, zeroPad } from './layers.js';
import type { Backbone } from './types.js';

/** Blocks of stages conv2 to conv5. */
type Depths = readonly [number, number, number, number];

/** Keras's value, kept because the published weights were converted with it. */
const NORM = { epsilon: 1.001e-5 };

export const resnet50 = resnet(50, 0.749, [3, 4, 6, 3], '4d473c1dd8becc155b73f8504c6f6626');
export const resnet101 = resnet(101, 0.764, [3, 4, 23, 3], '88cf7a10940856eca736dc7b7e228a21');
export const resnet152 = resnet(152, 0.766, [3, 8, 36, 3], 'ee4c566cf9a93f14d82f913c2dc6dd0c');

function resnet(layers: number, top1: number, depths: Depths, md5: string): Backbone {
  const name = `resnet${layers}`;
  return {
    name,
    title: `ResNet${layers}`,
    reference: 'He et al., Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385',
    top1,
    defaultInputSize: 224,
    minInputSize: 32,
    scaling: PIXEL_SCALINGS.caffe,
    fineTuneFrom: 'conv5_block1_1_conv',
    classifierLayers: ['predictions', 'probs'],
    weights: () =>
      kerasWeights('resnet', `${name}_weights_tf_dim_ordering_tf_kernels_notop.h5`, 'MIT, Kaiming He', md5),
    build: ({ inputSize }) => buildResnet(name, inputSize, depths),
  };
}

/** Bottleneck residual blocks with biased convolutions: 224 gives `[batch, 7, 7, 2048]`. */
function buildResnet(name: string, inputSize: number, depths: Depths): tf.LayersModel {
  const input = imageInput(inputSize);
  let x = zeroPad(input, 'conv1_pad', [3, 3]);
  x = conv2d(x, 'conv1_conv', { filters: 64, kernelSize: 7, strides: 2 });
  x = relu(batchNorm(x, 'conv1_bn', NORM), 'conv1_relu');
  x = maxPool(zeroPad(x, 'pool1_pad', [1, 1]), 'pool1_pool', { poolSize: 3, strides: 2 });
  for (const [i, blocks] of depths.entries()) {
    for (let block = 1; block <= blocks; block++) {
      const strides = block === 1 && i > 0 ? 2 : 1;
      x = bottleneck(x, `conv${i + 2}_block${block}`, 64 * 2 ** i, strides);
    }
  }
  return tf.model({ inputs: input, outputs: x, name });
}

/** Where the width changes, at a stage's first block, a 1x1 convolution brings the shortcut to the new shape. */
function bottleneck(
  input: tf.SymbolicTensor,
  name: string,
  width: number,
  strides: number,
): tf.SymbolicTensor {
  const channels = 4 * width;
  const shortcut =
    input.shape[3] === channels
      ? input
      : batchNorm(
          conv2d(input, `${name}_0_conv`, { filters: channels, kernelSize: 1, strides }),
          `${name}_0_bn`,
          NORM,
        );
  let x = conv2d(input, `${name}_1_conv`, { filters: width, kernelSize: 1, strides });
  x = relu(batchNorm(x, `${name}_1_bn`, NORM), `${name}_1_relu`);
  x = conv2d(x, `${name}_2_conv`, { filters: width, kernelSize: 3, padding: 'same' });
  x = relu(batchNorm(x, `${name}_2_bn`, NORM), `${name}_2_relu`);
  x = batchNorm(conv2d(x, `${name}_3_conv`, { filters: channels, kernelSize: 1 }), `${name}_3_bn`, NORM);
  return relu(add([shortcut, x], `${name}_add`), `${name}_out`);
}
