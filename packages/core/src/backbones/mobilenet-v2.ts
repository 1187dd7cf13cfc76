import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { kerasWeights } from './keras-weights.js';
import { add, batchNorm, conv2d, depthwiseConv2d, imageInput, relu6, zeroPad } from './layers.js';
import { toMultipleOf8 } from './multiple-of-8.js';
import type { Backbone } from './types.js';

/** Output channels at alpha 1 and stride of the inverted residual blocks 0 to 16 (paper, table 2). */
const BLOCKS = [
  [16, 1],
  [24, 2],
  [24, 1],
  [32, 2],
  [32, 1],
  [32, 1],
  [64, 2],
  [64, 1],
  [64, 1],
  [64, 1],
  [96, 1],
  [96, 1],
  [96, 1],
  [160, 2],
  [160, 1],
  [160, 1],
  [320, 1],
] as const;
const EXPANSION = 6;
const NORM = { epsilon: 1e-3, momentum: 0.999 };

/** Widths 1.3 and 1.4 were trained at 224 only. */
const PUBLISHED_SIZES = new Map([
  [0.35, [96, 128, 160, 192, 224]],
  [0.5, [96, 128, 160, 192, 224]],
  [0.75, [96, 128, 160, 192, 224]],
  [1, [96, 128, 160, 192, 224]],
  [1.3, [224]],
  [1.4, [224]],
]);

export const mobilenetV2: Backbone = {
  name: 'mobilenet-v2',
  title: 'MobileNetV2',
  reference: 'Sandler et al., MobileNetV2, https://arxiv.org/abs/1801.04381',
  top1: 0.713,
  defaultInputSize: 224,
  minInputSize: 32,
  alphas: 'any',
  scaling: PIXEL_SCALINGS.tf,
  fineTuneFrom: 'block_16_expand',
  classifierLayers: ['predictions', 'Logits'],
  weights({ alpha, inputSize }) {
    const sizes = PUBLISHED_SIZES.get(alpha);
    if (!sizes) return undefined;
    // Weights fit any input size; where none were trained at this one Keras takes those of 224.
    const size = sizes.includes(inputSize) ? inputSize : 224;
    const width = Number.isInteger(alpha) ? alpha.toFixed(1) : alpha;
    return kerasWeights(
      'mobilenet_v2',
      `mobilenet_v2_weights_tf_dim_ordering_tf_kernels_${width}_${size}_no_top.h5`,
      'Apache-2.0',
    );
  },
  build: buildMobilenetV2,
};

/** Inverted residuals with linear bottlenecks: 224 at alpha 1 gives `[batch, 7, 7, 1280]`. */
function buildMobilenetV2({ inputSize, alpha }: { inputSize: number; alpha: number }): tf.LayersModel {
  const input = imageInput(inputSize);
  let x = conv2d(input, 'Conv1', {
    filters: toMultipleOf8(32 * alpha),
    kernelSize: 3,
    strides: 2,
    padding: 'same',
    useBias: false,
  });
  x = relu6(batchNorm(x, 'bn_Conv1', NORM), 'Conv1_relu');
  for (const [i, [filters, strides]] of BLOCKS.entries()) {
    x = invertedResidual(x, i, toMultipleOf8(Math.trunc(filters * alpha)), strides);
  }
  // The last layer is never made narrower (paper, section 4).
  const filters = alpha > 1 ? toMultipleOf8(1280 * alpha) : 1280;
  x = conv2d(x, 'Conv_1', { filters, kernelSize: 1, useBias: false });
  x = relu6(batchNorm(x, 'Conv_1_bn', NORM), 'out_relu');
  return tf.model({ inputs: input, outputs: x, name: `mobilenetv2_${alpha.toFixed(2)}_${inputSize}` });
}

/** Expand, filter each channel, project; added to its input where the shapes allow. Block 0 does not expand. */
function invertedResidual(
  input: tf.SymbolicTensor,
  block: number,
  filters: number,
  strides: 1 | 2,
): tf.SymbolicTensor {
  const name = block === 0 ? 'expanded_conv' : `block_${block}`;
  const channels = input.shape[3]!;
  let x = input;
  if (block > 0) {
    x = conv2d(x, `${name}_expand`, {
      filters: EXPANSION * channels,
      kernelSize: 1,
      padding: 'same',
      useBias: false,
    });
    x = relu6(batchNorm(x, `${name}_expand_BN`, NORM), `${name}_expand_relu`);
  }
  // Even sides get their row of zeros at the bottom only, odd ones on both sides.
  if (strides === 2) x = zeroPad(x, `${name}_pad`, [input.shape[1]! % 2, 1]);
  x = depthwiseConv2d(x, `${name}_depthwise`, {
    kernelSize: 3,
    strides,
    padding: strides === 2 ? 'valid' : 'same',
    useBias: false,
  });
  x = relu6(batchNorm(x, `${name}_depthwise_BN`, NORM), `${name}_depthwise_relu`);
  x = conv2d(x, `${name}_project`, { filters, kernelSize: 1, padding: 'same', useBias: false });
  x = batchNorm(x, `${name}_project_BN`, NORM);
  return channels === filters && strides === 1 ? add([input, x], `${name}_add`) : x;
}
