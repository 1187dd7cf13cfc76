import { weightsPath } from '@graft/backbone-efficientnet-lite0';
import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { add, batchNorm, conv2d, depthwiseConv2d, imageInput, relu6 } from './layers.js';
import type { Backbone } from './types.js';

/** Repeats, kernel size, first stride, expansion and output channels of stages 1 to 7. */
const STAGES = [
  [1, 3, 1, 1, 16],
  [2, 3, 2, 6, 24],
  [2, 5, 2, 6, 40],
  [3, 3, 2, 6, 80],
  [3, 5, 1, 6, 112],
  [4, 5, 2, 6, 192],
  [1, 3, 1, 6, 320],
] as const;
const NORM = { epsilon: 1e-3 };

export const efficientnetLite0: Backbone = {
  name: 'efficientnet-lite0',
  title: 'EfficientNet-Lite0',
  reference:
    'Tan and Le, EfficientNet, https://arxiv.org/abs/1905.11946; Lite variants: https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite',
  top1: 0.751,
  defaultInputSize: 224,
  minInputSize: 32,
  scaling: PIXEL_SCALINGS.lite,
  fineTuneFrom: 'block6a_expand_conv',
  featureLayers: ['block7a_activation', 'top_activation'],
  classifierLayers: ['predictions'],
  embeddedWeights: () => weightsPath,
  build: ({ inputSize }) => buildEfficientnetLite0(inputSize),
};

/** EfficientNet-B0 without squeeze-excite and with ReLU6: 224 gives `[batch, 7, 7, 1280]`. */
function buildEfficientnetLite0(inputSize: number): tf.LayersModel {
  const input = imageInput(inputSize);
  let x = conv2d(input, 'stem_conv', {
    filters: 32,
    kernelSize: 3,
    strides: 2,
    padding: 'same',
    useBias: false,
  });
  x = relu6(batchNorm(x, 'stem_bn', NORM), 'stem_activation');
  for (const [i, [repeats, kernelSize, strides, expansion, filters]] of STAGES.entries()) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      const name = `block${i + 1}${'abcd'[repeat]}`;
      x = invertedResidual(x, name, { kernelSize, expansion, filters, strides: repeat === 0 ? strides : 1 });
    }
  }
  x = conv2d(x, 'top_conv', { filters: 1280, kernelSize: 1, padding: 'same', useBias: false });
  x = relu6(batchNorm(x, 'top_bn', NORM), 'top_activation');
  return tf.model({ inputs: input, outputs: x, name: 'efficientnet-lite0' });
}

interface BlockOptions {
  readonly kernelSize: number;
  readonly strides: number;
  readonly expansion: number;
  readonly filters: number;
}

/** Expand, filter each channel, project; added to its input where the shapes allow. */
function invertedResidual(
  input: tf.SymbolicTensor,
  name: string,
  { kernelSize, strides, expansion, filters }: BlockOptions,
): tf.SymbolicTensor {
  const channels = input.shape[3]!;
  let x = input;
  if (expansion > 1) {
    x = conv2d(x, `${name}_expand_conv`, {
      filters: expansion * channels,
      kernelSize: 1,
      padding: 'same',
      useBias: false,
    });
    x = relu6(batchNorm(x, `${name}_expand_bn`, NORM), `${name}_expand_activation`);
  }
  x = depthwiseConv2d(x, `${name}_dwconv`, { kernelSize, strides, padding: 'same', useBias: false });
  x = relu6(batchNorm(x, `${name}_bn`, NORM), `${name}_activation`);
  x = conv2d(x, `${name}_project_conv`, { filters, kernelSize: 1, padding: 'same', useBias: false });
  x = batchNorm(x, `${name}_project_bn`, NORM);
  return strides === 1 && channels === filters ? add([input, x], `${name}_add`) : x;
}
