import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { IMAGENET_MEAN, IMAGENET_STD } from './imagenet-statistics.js';
import { kerasWeights } from './keras-weights.js';
import { layerScale } from './layer-scale.js';
import { activate, add, conv2d, dense, depthwiseConv2d, imageInput, layerNorm } from './layers.js';
import { normalize } from './normalization-layer.js';
import type { Backbone } from './types.js';

/** Blocks and channels of stages 0 to 3. */
const STAGES = [
  [3, 96],
  [3, 192],
  [9, 384],
  [3, 768],
] as const;
const EPSILON = 1e-6;
const NAME = 'convnext_tiny';

export const convnextTiny: Backbone = {
  name: 'convnext-tiny',
  title: 'ConvNeXt Tiny',
  reference: 'Liu et al., A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545',
  top1: 0.813,
  defaultInputSize: 224,
  minInputSize: 32,
  // The network scales bytes itself.
  scaling: PIXEL_SCALINGS.none,
  fineTuneFrom: `${NAME}_downsampling_layernorm_2`,
  classifierLayers: [`${NAME}_head_layernorm`, `${NAME}_head_dense`],
  weights: () =>
    kerasWeights(
      'convnext',
      `${NAME}_notop.h5`,
      'MIT, Meta Platforms',
      'd547c096cabd03329d7be5562c5e14798aa39ed24b474157cef5e85ab9e49ef1',
    ),
  build: ({ inputSize }) => buildConvnext(inputSize),
};

/** A residual network with the parts of a transformer: 224 gives `[batch, 7, 7, 768]`. */
function buildConvnext(inputSize: number): tf.LayersModel {
  const input = imageInput(inputSize);
  let x = normalize(input, `${NAME}_prestem_normalization`, {
    mean: IMAGENET_MEAN.map((mean) => mean * 255),
    variance: IMAGENET_STD.map((std) => (std * 255) ** 2),
  });
  for (const [stage, [blocks, channels]] of STAGES.entries()) {
    x = stage === 0 ? stem(x, channels) : downsampled(x, stage - 1, channels);
    for (let block = 0; block < blocks; block++) x = residual(x, `${NAME}_stage_${stage}_block_${block}`);
  }
  x = layerNorm(x, 'layer_normalization', EPSILON);
  return tf.model({ inputs: input, outputs: x, name: NAME });
}

function stem(x: tf.SymbolicTensor, filters: number): tf.SymbolicTensor {
  const patches = conv2d(x, `${NAME}_stem_conv`, { filters, kernelSize: 4, strides: 4 });
  return layerNorm(patches, `${NAME}_stem_layernorm`, EPSILON);
}

function downsampled(x: tf.SymbolicTensor, index: number, filters: number): tf.SymbolicTensor {
  const normed = layerNorm(x, `${NAME}_downsampling_layernorm_${index}`, EPSILON);
  return conv2d(normed, `${NAME}_downsampling_conv_${index}`, { filters, kernelSize: 2, strides: 2 });
}

function residual(input: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
  const channels = input.shape[3]!;
  let x = depthwiseConv2d(input, `${name}_depthwise_conv`, { kernelSize: 7, padding: 'same' });
  x = layerNorm(x, `${name}_layernorm`, EPSILON);
  x = activate(dense(x, `${name}_pointwise_conv_1`, 4 * channels), `${name}_gelu`, 'gelu');
  x = dense(x, `${name}_pointwise_conv_2`, channels);
  // Where Keras's larger siblings have stochastic depth.
  x = activate(layerScale(x, `${name}_layer_scale`), `${name}_identity`, 'linear');
  return add([input, x], `${name}_add`);
}
