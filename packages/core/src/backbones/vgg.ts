import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { kerasWeights } from './keras-weights.js';
import { conv2d, imageInput, maxPool } from './layers.js';
import type { Backbone } from './types.js';

const FILTERS = [64, 128, 256, 512, 512] as const;

const shared = {
  reference: 'Simonyan and Zisserman, Very Deep Convolutional Networks, https://arxiv.org/abs/1409.1556',
  top1: 0.713,
  defaultInputSize: 224,
  minInputSize: 32,
  scaling: PIXEL_SCALINGS.caffe,
  fineTuneFrom: 'block5_conv1',
  classifierLayers: ['fc1', 'fc2', 'predictions'],
} as const;

const LICENCE = 'CC BY 4.0, Visual Geometry Group, University of Oxford';

export const vgg16: Backbone = {
  ...shared,
  name: 'vgg16',
  title: 'VGG16',
  weights: () =>
    kerasWeights(
      'vgg16',
      'vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5',
      LICENCE,
      '6d6bbae143d832006294945121d1f1fc',
    ),
  build: ({ inputSize }) => buildVgg('vgg16', inputSize, [2, 2, 3, 3, 3]),
};

export const vgg19: Backbone = {
  ...shared,
  name: 'vgg19',
  title: 'VGG19',
  weights: () =>
    kerasWeights(
      'vgg19',
      'vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5',
      LICENCE,
      '253f8cb515780f3b799900260a226db6',
    ),
  build: ({ inputSize }) => buildVgg('vgg19', inputSize, [2, 2, 4, 4, 4]),
};

/** Five blocks of 3x3 convolutions, each halving the side: 224 gives `[batch, 7, 7, 512]`. */
function buildVgg(name: string, inputSize: number, convolutionsPerBlock: readonly number[]): tf.LayersModel {
  const input = imageInput(inputSize);
  let x = input;
  for (const [i, convolutions] of convolutionsPerBlock.entries()) {
    const block = `block${i + 1}`;
    for (let n = 1; n <= convolutions; n++) {
      x = conv2d(x, `${block}_conv${n}`, {
        filters: FILTERS[i]!,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
      });
    }
    x = maxPool(x, `${block}_pool`, { poolSize: 2, strides: 2 });
  }
  return tf.model({ inputs: input, outputs: x, name });
}
