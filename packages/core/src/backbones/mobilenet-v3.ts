import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import './hard-swish.js';
import { kerasWeights } from './keras-weights.js';
import {
  activate,
  add,
  averagePixel,
  batchNorm,
  conv2d,
  depthwiseConv2d,
  halvingPad,
  imageInput,
  layerNames,
  multiply,
  reluLayer,
  rescale,
  zeroPad,
} from './layers.js';
import { toMultipleOf8 } from './multiple-of-8.js';
import type { Backbone } from './types.js';

/** Expansion, output channels at alpha 1, kernel size and stride; `S`: squeeze and excite, `H`: hard swish. */
type Block = readonly [
  expansion: number,
  filters: number,
  kernelSize: number,
  strides: number,
  ...marks: ('S' | 'H')[],
];

/** Paper, table 2. */
const SMALL: readonly Block[] = [
  [1, 16, 3, 2, 'S'],
  [72 / 16, 24, 3, 2],
  [88 / 24, 24, 3, 1],
  [4, 40, 5, 2, 'S', 'H'],
  [6, 40, 5, 1, 'S', 'H'],
  [6, 40, 5, 1, 'S', 'H'],
  [3, 48, 5, 1, 'S', 'H'],
  [3, 48, 5, 1, 'S', 'H'],
  [6, 96, 5, 2, 'S', 'H'],
  [6, 96, 5, 1, 'S', 'H'],
  [6, 96, 5, 1, 'S', 'H'],
];

/** Paper, table 1. */
const LARGE: readonly Block[] = [
  [1, 16, 3, 1],
  [4, 24, 3, 2],
  [3, 24, 3, 1],
  [3, 40, 5, 2, 'S'],
  [3, 40, 5, 1, 'S'],
  [3, 40, 5, 1, 'S'],
  [6, 80, 3, 2, 'H'],
  [2.5, 80, 3, 1, 'H'],
  [2.3, 80, 3, 1, 'H'],
  [2.3, 80, 3, 1, 'H'],
  [6, 112, 3, 1, 'S', 'H'],
  [6, 112, 3, 1, 'S', 'H'],
  [6, 160, 5, 2, 'S', 'H'],
  [6, 160, 5, 1, 'S', 'H'],
  [6, 160, 5, 1, 'S', 'H'],
];

const NORM = { epsilon: 1e-3, momentum: 0.999 };

export const mobilenetV3Small = mobilenetV3('small', 0.681, SMALL, 'expanded_conv_8_expand', {
  0.75: 'ebdb5cc8e0b497cd13a7c275d475c819',
  1: 'd3e8ec802a04aa4fc771ee12a9a9b836',
});
export const mobilenetV3Large = mobilenetV3('large', 0.756, LARGE, 'expanded_conv_12_expand', {
  0.75: '40af19a13ebea4e2ee0c676887f69a2e',
  1: '07fb09a5933dd0c8eaafa16978110389',
});

function mobilenetV3(
  size: 'small' | 'large',
  top1: number,
  blocks: readonly Block[],
  fineTuneFrom: string,
  md5ByAlpha: Readonly<Record<number, string>>,
): Backbone {
  return {
    name: `mobilenet-v3-${size}`,
    title: `MobileNetV3 ${size}`,
    reference: 'Howard et al., Searching for MobileNetV3, https://arxiv.org/abs/1905.02244',
    top1,
    defaultInputSize: 224,
    minInputSize: 32,
    alphas: 'any',
    // The network scales bytes itself.
    scaling: PIXEL_SCALINGS.none,
    fineTuneFrom,
    classifierLayers: ['conv_2', 'logits'],
    weights({ alpha }) {
      const md5 = md5ByAlpha[alpha];
      if (!md5) return undefined;
      const width = Number.isInteger(alpha) ? alpha.toFixed(1) : alpha;
      const fileName = `weights_mobilenet_v3_${size}_224_${width}_float_no_top_v2.h5`;
      return kerasWeights('mobilenet_v3', fileName, 'Apache-2.0', md5);
    },
    build: ({ inputSize, alpha }) => buildMobilenetV3(`MobileNetV3${size}`, blocks, inputSize, alpha),
  };
}

/** Inverted residuals, some with squeeze and excite: at alpha 1, 224 gives `[batch, 7, 7, 576]` (small) or 960 (large). */
function buildMobilenetV3(
  name: string,
  blocks: readonly Block[],
  inputSize: number,
  alpha: number,
): tf.LayersModel {
  const named = layerNames();
  const relu = (x: tf.SymbolicTensor, maxValue?: number) => reluLayer(x, named('re_lu'), maxValue);
  const hardSwish = (x: tf.SymbolicTensor) => activate(x, named('activation'), 'hardSwish');

  const input = imageInput(inputSize);
  let x = rescale(input, 'rescaling', 1 / 127.5, -1);
  x = conv2d(x, 'conv', { filters: 16, kernelSize: 3, strides: 2, padding: 'same', useBias: false });
  x = hardSwish(batchNorm(x, 'conv_bn', NORM));
  for (const [i, block] of blocks.entries()) x = invertedResidual(x, i, block);
  const filters = toMultipleOf8(6 * x.shape[3]!);
  x = conv2d(x, 'conv_1', { filters, kernelSize: 1, padding: 'same', useBias: false });
  x = hardSwish(batchNorm(x, 'conv_1_bn', NORM));
  return tf.model({ inputs: input, outputs: x, name });

  /** Expand, filter each channel, weigh the channels, project. Block 0 does not expand. */
  function invertedResidual(
    input: tf.SymbolicTensor,
    index: number,
    [expansion, filtersAtAlphaOne, kernelSize, strides, ...marks]: Block,
  ): tf.SymbolicTensor {
    const name = index === 0 ? 'expanded_conv' : `expanded_conv_${index}`;
    const filters = toMultipleOf8(filtersAtAlphaOne * alpha);
    const expanded = toMultipleOf8(expansion * input.shape[3]!);
    const activated = marks.includes('H') ? hardSwish : (x: tf.SymbolicTensor) => relu(x);
    let x = input;
    if (index > 0) {
      x = conv2d(x, `${name}_expand`, { filters: expanded, kernelSize: 1, padding: 'same', useBias: false });
      x = activated(batchNorm(x, `${name}_expand_bn`, NORM));
    }
    if (strides === 2) x = zeroPad(x, `${name}_depthwise_pad`, halvingPad(x, kernelSize));
    const padding = strides === 2 ? 'valid' : 'same';
    x = depthwiseConv2d(x, `${name}_depthwise`, { kernelSize, strides, padding, useBias: false });
    x = activated(batchNorm(x, `${name}_depthwise_bn`, NORM));
    if (marks.includes('S')) x = squeezeExcite(x, `${name}_squeeze_excite`);
    x = conv2d(x, `${name}_project`, { filters, kernelSize: 1, padding: 'same', useBias: false });
    x = batchNorm(x, `${name}_project_bn`, NORM);
    return strides === 1 && input.shape[3] === filters ? add([input, x], `${name}_add`) : x;
  }

  /** The factors are a hard sigmoid, relu6(x + 3) / 6. */
  function squeezeExcite(x: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
    const channels = x.shape[3]!;
    const pointwise = { kernelSize: 1, padding: 'same' } as const;
    let factors = averagePixel(x, `${name}_avg_pool`, `${name}_reshape`);
    factors = conv2d(factors, `${name}_conv`, { ...pointwise, filters: toMultipleOf8(channels / 4) });
    factors = reluLayer(factors, `${name}_relu`);
    factors = conv2d(factors, `${name}_conv_1`, { ...pointwise, filters: channels });
    factors = relu(rescale(factors, `${name}_shift`, 1, 3), 6);
    return multiply([x, rescale(factors, `${name}_scale`, 1 / 6)], `${name}_mul`);
  }
}
