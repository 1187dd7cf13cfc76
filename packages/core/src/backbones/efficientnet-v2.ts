import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { IMAGENET_MEAN, IMAGENET_STD } from './imagenet-statistics.js';
import { kerasWeights } from './keras-weights.js';
import {
  activate,
  add,
  batchNorm,
  conv2d,
  depthwiseConv2d,
  dropNothing,
  imageInput,
  rescale,
} from './layers.js';
import { nearestMultipleOf8 } from './multiple-of-8.js';
import { normalize } from './normalization-layer.js';
import { squeezeExcite } from './squeeze-excite.js';
import type { Backbone } from './types.js';

/** Repeats, first stride, expansion and output channels of stages 1 to 6 of B0; the first three are fused. */
const STAGES = [
  [1, 1, 1, 16],
  [2, 2, 4, 32],
  [2, 2, 4, 48],
  [3, 2, 4, 96],
  [5, 1, 6, 112],
  [8, 2, 6, 192],
] as const;
const FUSED_STAGES = 3;
const NORM = { momentum: 0.9 };

interface Size {
  readonly width: number;
  readonly depth: number;
}

export const efficientnetsV2 = [
  efficientnetV2('b0', 0.787, 224, { width: 1, depth: 1 }, '893217f2bb855e2983157299931e43ff'),
  efficientnetV2('b1', 0.798, 240, { width: 1, depth: 1.1 }, '0e80663031ca32d657f9caa404b6ec37'),
  efficientnetV2('b2', 0.805, 260, { width: 1.1, depth: 1.2 }, '1dfe2e7a5d45b6632553a8961ea609eb'),
  efficientnetV2('b3', 0.82, 300, { width: 1.2, depth: 1.4 }, 'f6abf7b5849ac99a89b50dd3fd532856'),
] as const;

function efficientnetV2(
  version: string,
  top1: number,
  defaultInputSize: number,
  size: Size,
  md5: string,
): Backbone {
  const kerasName = `efficientnetv2-${version}`;
  return {
    name: `efficientnet-v2-${version}`,
    title: `EfficientNetV2${version.toUpperCase()}`,
    reference: 'Tan and Le, EfficientNetV2, https://arxiv.org/abs/2104.00298',
    top1,
    defaultInputSize,
    minInputSize: 32,
    // The network scales bytes itself.
    scaling: PIXEL_SCALINGS.none,
    fineTuneFrom: 'block6a_expand_conv',
    classifierLayers: ['predictions'],
    weights: () => kerasWeights('efficientnet_v2', `${kerasName}_notop.h5`, 'Apache-2.0', md5),
    build: ({ inputSize }) => buildEfficientnetV2(kerasName, inputSize, size),
  };
}

/** Inverted residuals, below with plain convolutions in place of depthwise ones: B0 gives `[batch, 7, 7, 1280]` from 224. */
function buildEfficientnetV2(name: string, inputSize: number, { width, depth }: Size): tf.LayersModel {
  const channels = (ofB0: number) => nearestMultipleOf8(ofB0 * width);
  const input = imageInput(inputSize);
  let x = normalize(rescale(input, 'rescaling', 1 / 255), 'normalization', {
    mean: [...IMAGENET_MEAN],
    variance: IMAGENET_STD.map((std) => std ** 2),
  });
  x = conv2d(x, 'stem_conv', {
    filters: channels(32),
    kernelSize: 3,
    strides: 2,
    padding: 'same',
    useBias: false,
  });
  x = activate(batchNorm(x, 'stem_bn', NORM), 'stem_activation', 'swish');
  for (const [i, [repeats, strides, expansion, filters]] of STAGES.entries()) {
    const block = i < FUSED_STAGES ? fusedResidual : invertedResidual;
    for (let repeat = 0; repeat < Math.ceil(repeats * depth); repeat++) {
      x = block(x, `block${i + 1}${String.fromCharCode(97 + repeat)}`, {
        expansion,
        filters: channels(filters),
        strides: repeat === 0 ? strides : 1,
      });
    }
  }
  x = conv2d(x, 'top_conv', { filters: channels(1280), kernelSize: 1, padding: 'same', useBias: false });
  x = activate(batchNorm(x, 'top_bn', NORM), 'top_activation', 'swish');
  return tf.model({ inputs: input, outputs: x, name });
}

interface BlockOptions {
  readonly expansion: number;
  readonly filters: number;
  readonly strides: number;
}

/** Expand, filter each channel, weigh the channels, project. */
function invertedResidual(
  input: tf.SymbolicTensor,
  name: string,
  { expansion, filters, strides }: BlockOptions,
): tf.SymbolicTensor {
  const channels = input.shape[3]!;
  let x = convBn(input, `${name}_expand`, expansion * channels, 1, 1);
  x = activate(x, `${name}_expand_activation`, 'swish');
  x = depthwiseConv2d(x, `${name}_dwconv2`, { kernelSize: 3, strides, padding: 'same', useBias: false });
  x = activate(batchNorm(x, `${name}_bn`, NORM), `${name}_activation`, 'swish');
  x = squeezeExcite(x, name, Math.max(1, Math.floor(channels / 4)));
  return shortcut(input, convBn(x, `${name}_project`, filters, 1, 1), name, strides);
}

/** Expand and filter in one convolution, project; without an expansion the one convolution is all. */
function fusedResidual(
  input: tf.SymbolicTensor,
  name: string,
  { expansion, filters, strides }: BlockOptions,
): tf.SymbolicTensor {
  if (expansion === 1) {
    const x = convBn(input, `${name}_project`, filters, 3, strides);
    return shortcut(input, activate(x, `${name}_project_activation`, 'swish'), name, strides);
  }
  let x = convBn(input, `${name}_expand`, expansion * input.shape[3]!, 3, strides);
  x = activate(x, `${name}_expand_activation`, 'swish');
  return shortcut(input, convBn(x, `${name}_project`, filters, 1, 1), name, strides);
}

function convBn(
  x: tf.SymbolicTensor,
  name: string,
  filters: number,
  kernelSize: number,
  strides: number,
): tf.SymbolicTensor {
  const options = { filters, kernelSize, strides, padding: 'same', useBias: false } as const;
  return batchNorm(conv2d(x, `${name}_conv`, options), `${name}_bn`, NORM);
}

function shortcut(
  input: tf.SymbolicTensor,
  x: tf.SymbolicTensor,
  name: string,
  strides: number,
): tf.SymbolicTensor {
  return strides === 1 && input.shape[3] === x.shape[3]
    ? add([dropNothing(x, `${name}_drop`), input], `${name}_add`)
    : x;
}
