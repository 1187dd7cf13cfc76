import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { kerasWeights } from './keras-weights.js';
import { add, batchNorm, conv2d, imageInput, layerNames, maxPool, relu, separableConv2d } from './layers.js';
import type { Backbone } from './types.js';

/** Channels of both convolutions in the blocks that halve the side, by number of the block. */
const HALVING = new Map([
  [2, [128, 128]],
  [3, [256, 256]],
  [4, [728, 728]],
  [13, [728, 1024]],
] as const);

export const xception: Backbone = {
  name: 'xception',
  title: 'Xception',
  reference: 'Chollet, Xception, https://arxiv.org/abs/1610.02357',
  top1: 0.79,
  defaultInputSize: 299,
  minInputSize: 71,
  scaling: PIXEL_SCALINGS.tf,
  fineTuneFrom: 'block13_sepconv1_act',
  classifierLayers: ['predictions'],
  weights: () =>
    kerasWeights(
      'xception',
      'xception_weights_tf_dim_ordering_tf_kernels_notop.h5',
      'MIT, François Chollet',
      'b0042744bf5b25fce3cb969f33bebb97',
    ),
  build: ({ inputSize }) => buildXception(inputSize),
};

/** Depthwise separable convolutions with shortcuts: 299 gives `[batch, 10, 10, 2048]`. */
function buildXception(inputSize: number): tf.LayersModel {
  const named = layerNames();
  const input = imageInput(inputSize);
  let x = conv2d(input, 'block1_conv1', { filters: 32, kernelSize: 3, strides: 2, useBias: false });
  x = relu(batchNorm(x, 'block1_conv1_bn'), 'block1_conv1_act');
  x = conv2d(x, 'block1_conv2', { filters: 64, kernelSize: 3, useBias: false });
  x = relu(batchNorm(x, 'block1_conv2_bn'), 'block1_conv2_act');
  for (let block = 2; block <= 13; block++) {
    const filters = HALVING.get(block as 2 | 3 | 4 | 13);
    x = filters ? halving(x, `block${block}`, filters) : middle(x, `block${block}`);
  }
  x = separable(x, 'block14_sepconv1', 1536);
  x = relu(x, 'block14_sepconv1_act');
  x = relu(separable(x, 'block14_sepconv2', 2048), 'block14_sepconv2_act');
  return tf.model({ inputs: input, outputs: x, name: 'xception' });

  function halving(
    input: tf.SymbolicTensor,
    name: string,
    [first, second]: readonly [number, number],
  ): tf.SymbolicTensor {
    const shortcut = batchNorm(
      conv2d(input, named('conv2d'), {
        filters: second,
        kernelSize: 1,
        strides: 2,
        padding: 'same',
        useBias: false,
      }),
      named('batch_normalization'),
    );
    // Block 2 reads what block 1 has activated.
    let x = name === 'block2' ? input : relu(input, `${name}_sepconv1_act`);
    x = relu(separable(x, `${name}_sepconv1`, first), `${name}_sepconv2_act`);
    x = separable(x, `${name}_sepconv2`, second);
    x = maxPool(x, `${name}_pool`, { poolSize: 3, strides: 2, padding: 'same' });
    return add([x, shortcut], named('add'));
  }

  function middle(input: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
    let x = input;
    for (let i = 1; i <= 3; i++) {
      x = separable(relu(x, `${name}_sepconv${i}_act`), `${name}_sepconv${i}`, 728);
    }
    return add([x, input], named('add'));
  }
}

function separable(x: tf.SymbolicTensor, name: string, filters: number): tf.SymbolicTensor {
  const convolved = separableConv2d(x, name, { filters, kernelSize: 3, padding: 'same', useBias: false });
  return batchNorm(convolved, `${name}_bn`);
}
