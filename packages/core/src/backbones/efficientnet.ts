import * as tf from '@tensorflow/tfjs';
import type { PixelScaling } from '../data/preprocessing.js';
import { IMAGENET_MEAN, IMAGENET_STD } from './imagenet-statistics.js';
import {
  activate,
  add,
  batchNorm,
  conv2d,
  depthwiseConv2d,
  dropNothing,
  halvingPad,
  imageInput,
  rescale,
  zeroPad,
} from './layers.js';
import { toMultipleOf8 } from './multiple-of-8.js';
import { normalize } from './normalization-layer.js';
import { squeezeExcite } from './squeeze-excite.js';
import type { Backbone } from './types.js';

/** Repeats, kernel size, first stride, expansion and output channels of stages 1 to 7 of B0. */
const STAGES = [
  [1, 3, 1, 1, 16],
  [2, 3, 2, 6, 24],
  [2, 5, 2, 6, 40],
  [3, 3, 2, 6, 80],
  [3, 5, 1, 6, 112],
  [4, 5, 2, 6, 192],
  [1, 3, 1, 6, 320],
] as const;

/**
 * The network itself divides by 255, subtracts the mean and divides by the root of what its weights hold as the variance;
 * the published ones hold the deviation there (https://github.com/tensorflow/tensorflow/issues/49930), and Keras adds one more
 * division by its root when it loads them. Here that division comes before the network, about the mean, which it keeps.
 */
const SCALING: PixelScaling = {
  mode: 'torch',
  channels: 'rgb',
  mean: perChannel((i) => 255 * IMAGENET_MEAN[i] * (1 - Math.sqrt(IMAGENET_STD[i]))),
  std: perChannel((i) => Math.sqrt(IMAGENET_STD[i])),
};

interface Size {
  readonly width: number;
  readonly depth: number;
}

export const efficientnets = [
  efficientnet('b0', 0.771, 224, { width: 1, depth: 1 }, '50bc09e76180e00e4465e1a485ddc09d'),
  efficientnet('b1', 0.791, 240, { width: 1, depth: 1.1 }, '74c4e6b3e1f6a1eea24c589628592432'),
  efficientnet('b2', 0.801, 260, { width: 1.1, depth: 1.2 }, '111f8e2ac8aa800a7a99e3239f7bfb39'),
  efficientnet('b3', 0.816, 300, { width: 1.2, depth: 1.4 }, 'af6d107764bb5b1abb91932881670226'),
  efficientnet('b4', 0.829, 380, { width: 1.4, depth: 1.8 }, 'ebc24e6d6c33eaebbd558eafbeedf1ba'),
  efficientnet('b5', 0.836, 456, { width: 1.6, depth: 2.2 }, '38879255a25d3c92d5e44e04ae6cec6f'),
  efficientnet('b6', 0.84, 528, { width: 1.8, depth: 2.6 }, '9ecce42647a20130c1f39a5d4cb75743'),
  efficientnet('b7', 0.843, 600, { width: 2, depth: 3.1 }, 'cbcfe4450ddf6f3ad90b1b398090fe4a'),
] as const;

function efficientnet(
  version: string,
  top1: number,
  defaultInputSize: number,
  size: Size,
  md5: string,
): Backbone {
  const fileName = `efficientnet${version}_notop.h5`;
  return {
    name: `efficientnet-${version}`,
    title: `EfficientNet${version.toUpperCase()}`,
    reference: 'Tan and Le, EfficientNet, https://arxiv.org/abs/1905.11946',
    top1,
    defaultInputSize,
    minInputSize: 32,
    scaling: SCALING,
    fineTuneFrom: 'block7a_expand_conv',
    classifierLayers: ['predictions'],
    weights: () => ({
      url: `https://storage.googleapis.com/keras-applications/${fileName}`,
      fileName,
      licence: 'Apache-2.0',
      hash: { algorithm: 'md5', hex: md5 },
    }),
    build: ({ inputSize }) => buildEfficientnet(`efficientnet${version}`, inputSize, size),
  };
}

/** Inverted residuals with squeeze and excite: B0 gives `[batch, 7, 7, 1280]` from 224. */
function buildEfficientnet(name: string, inputSize: number, { width, depth }: Size): tf.LayersModel {
  const channels = (ofB0: number) => toMultipleOf8(ofB0 * width);
  const input = imageInput(inputSize);
  let x = normalize(rescale(input, 'rescaling', 1 / 255), 'normalization');
  x = zeroPad(x, 'stem_conv_pad', halvingPad(x, 3));
  x = conv2d(x, 'stem_conv', { filters: channels(32), kernelSize: 3, strides: 2, useBias: false });
  x = activate(batchNorm(x, 'stem_bn'), 'stem_activation', 'swish');
  for (const [i, [repeats, kernelSize, strides, expansion, filters]] of STAGES.entries()) {
    for (let repeat = 0; repeat < Math.ceil(repeats * depth); repeat++) {
      x = invertedResidual(x, `block${i + 1}${String.fromCharCode(97 + repeat)}`, {
        kernelSize,
        expansion,
        filters: channels(filters),
        strides: repeat === 0 ? strides : 1,
      });
    }
  }
  x = conv2d(x, 'top_conv', { filters: channels(1280), kernelSize: 1, padding: 'same', useBias: false });
  x = activate(batchNorm(x, 'top_bn'), 'top_activation', 'swish');
  return tf.model({ inputs: input, outputs: x, name });
}

interface BlockOptions {
  readonly kernelSize: number;
  readonly strides: number;
  readonly expansion: number;
  readonly filters: number;
}

/** Expand, filter each channel, weigh the channels, project; added to its input where the shapes allow. */
function invertedResidual(
  input: tf.SymbolicTensor,
  name: string,
  { kernelSize, strides, expansion, filters }: BlockOptions,
): tf.SymbolicTensor {
  const channels = input.shape[3]!;
  let x = input;
  if (expansion > 1) {
    const expanded = {
      filters: expansion * channels,
      kernelSize: 1,
      padding: 'same',
      useBias: false,
    } as const;
    x = batchNorm(conv2d(x, `${name}_expand_conv`, expanded), `${name}_expand_bn`);
    x = activate(x, `${name}_expand_activation`, 'swish');
  }
  if (strides === 2) x = zeroPad(x, `${name}_dwconv_pad`, halvingPad(x, kernelSize));
  const padding = strides === 2 ? 'valid' : 'same';
  x = depthwiseConv2d(x, `${name}_dwconv`, { kernelSize, strides, padding, useBias: false });
  x = activate(batchNorm(x, `${name}_bn`), `${name}_activation`, 'swish');
  x = squeezeExcite(x, name, Math.max(1, Math.floor(channels / 4)));
  x = conv2d(x, `${name}_project_conv`, { filters, kernelSize: 1, padding: 'same', useBias: false });
  x = batchNorm(x, `${name}_project_bn`);
  return strides === 1 && channels === filters
    ? add([dropNothing(x, `${name}_drop`), input], `${name}_add`)
    : x;
}

function perChannel(value: (channel: 0 | 1 | 2) => number): [number, number, number] {
  return [value(0), value(1), value(2)];
}
