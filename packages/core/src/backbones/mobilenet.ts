import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { kerasWeights } from './keras-weights.js';
import { batchNorm, conv2d, depthwiseConv2d, imageInput, relu6, zeroPad } from './layers.js';
import type { Backbone } from './types.js';

/** Output channels at alpha 1 and stride of the depthwise separable blocks 1 to 13. */
const BLOCKS = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
] as const;

/** As Keras's file names write the published widths. */
const PUBLISHED_ALPHAS = new Map([
  [0.25, '2_5'],
  [0.5, '5_0'],
  [0.75, '7_5'],
  [1, '1_0'],
]);
const PUBLISHED_SIZES = [128, 160, 192, 224];

export const mobilenet: Backbone = {
  name: 'mobilenet',
  title: 'MobileNet',
  reference: 'Howard et al., MobileNets, https://arxiv.org/abs/1704.04861',
  top1: 0.704,
  defaultInputSize: 224,
  minInputSize: 32,
  alphas: 'any',
  scaling: PIXEL_SCALINGS.tf,
  fineTuneFrom: 'conv_pad_12',
  classifierLayers: ['conv_preds'],
  weights({ alpha, inputSize }) {
    const width = PUBLISHED_ALPHAS.get(alpha);
    if (!width) return undefined;
    // Weights fit any input size; where none were trained at this one Keras takes those of 224.
    const size = PUBLISHED_SIZES.includes(inputSize) ? inputSize : 224;
    return kerasWeights('mobilenet', `mobilenet_${width}_${size}_tf_no_top.h5`, 'Apache-2.0');
  },
  build: buildMobilenet,
};

/** Depthwise separable convolutions: 224 at alpha 1 gives `[batch, 7, 7, 1024]`. */
function buildMobilenet({ inputSize, alpha }: { inputSize: number; alpha: number }): tf.LayersModel {
  const channels = (atAlphaOne: number) => Math.trunc(atAlphaOne * alpha);
  const input = imageInput(inputSize);
  let x = conv2d(input, 'conv1', {
    filters: channels(32),
    kernelSize: 3,
    strides: 2,
    padding: 'same',
    useBias: false,
  });
  x = relu6(batchNorm(x, 'conv1_bn'), 'conv1_relu');
  for (const [i, [filters, strides]] of BLOCKS.entries()) {
    const block = i + 1;
    if (strides === 2) x = zeroPad(x, `conv_pad_${block}`, [0, 1]);
    x = depthwiseConv2d(x, `conv_dw_${block}`, {
      kernelSize: 3,
      strides,
      padding: strides === 2 ? 'valid' : 'same',
      useBias: false,
    });
    x = relu6(batchNorm(x, `conv_dw_${block}_bn`), `conv_dw_${block}_relu`);
    x = conv2d(x, `conv_pw_${block}`, {
      filters: channels(filters),
      kernelSize: 1,
      padding: 'same',
      useBias: false,
    });
    x = relu6(batchNorm(x, `conv_pw_${block}_bn`), `conv_pw_${block}_relu`);
  }
  return tf.model({ inputs: input, outputs: x, name: `mobilenet_${alpha.toFixed(2)}_${inputSize}` });
}
