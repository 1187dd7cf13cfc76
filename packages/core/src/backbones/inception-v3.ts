import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { inceptionLayers } from './inception-layers.js';
import { kerasWeights } from './keras-weights.js';
import { concatenate } from './layers.js';
import type { Backbone } from './types.js';

export const inceptionV3: Backbone = {
  name: 'inception-v3',
  title: 'InceptionV3',
  reference: 'Szegedy et al., Rethinking the Inception Architecture, https://arxiv.org/abs/1512.00567',
  top1: 0.779,
  defaultInputSize: 299,
  minInputSize: 75,
  scaling: PIXEL_SCALINGS.tf,
  // The first layer that reads mixed8.
  fineTuneFrom: 'conv2d_76',
  classifierLayers: ['predictions'],
  weights: () =>
    kerasWeights(
      'inception_v3',
      'inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5',
      'Apache-2.0',
      'bcbd6486424b2319ff4ef7d526e38f63',
    ),
  build: ({ inputSize }) => buildInceptionV3(inputSize),
};

/** Branches of several kernel sizes, large kernels split into rows and columns: 299 gives `[batch, 8, 8, 2048]`. */
function buildInceptionV3(inputSize: number): tf.LayersModel {
  const { stem, mixed, reduction, branches, chain, pooledBranch, named } = inceptionLayers();
  let { input, x } = stem(inputSize);
  for (const [i, pooled] of [32, 64, 64].entries()) {
    x = mixed(
      x,
      `mixed${i}`,
      [
        [[64, 1]],
        [
          [48, 1],
          [64, 5],
        ],
        [
          [64, 1],
          [96, 3],
          [96, 3],
        ],
      ],
      pooled,
    );
  }
  x = reduction(x, 'mixed3', [
    [[384, 3, 2]],
    [
      [64, 1],
      [96, 3],
      [96, 3, 2],
    ],
  ]);
  for (const [i, width] of [128, 160, 160, 192].entries()) {
    x = mixed(
      x,
      `mixed${4 + i}`,
      [
        [[192, 1]],
        [
          [width, 1],
          [width, [1, 7]],
          [192, [7, 1]],
        ],
        [
          [width, 1],
          [width, [7, 1]],
          [width, [1, 7]],
          [width, [7, 1]],
          [192, [1, 7]],
        ],
      ],
      192,
    );
  }
  x = reduction(x, 'mixed8', [
    [
      [192, 1],
      [320, 3, 2],
    ],
    [
      [192, 1],
      [192, [1, 7]],
      [192, [7, 1]],
      [192, 3, 2],
    ],
  ]);
  x = widest(x, 'mixed9', 'mixed9_0');
  x = widest(x, 'mixed10', 'mixed9_1');
  return tf.model({ inputs: input, outputs: x, name: 'inception_v3' });

  /** Rows and columns of the same branch beside each other. */
  function widest(input: tf.SymbolicTensor, name: string, firstPair: string): tf.SymbolicTensor {
    const pair = (x: tf.SymbolicTensor) => branches(x, [[[384, [1, 3]]], [[384, [3, 1]]]]);
    const narrow = chain(input, [[320, 1]]);
    const once = concatenate(pair(chain(input, [[384, 1]])), firstPair);
    const twice = pair(
      chain(input, [
        [448, 1],
        [384, 3],
      ]),
    );
    return concatenate(
      [narrow, once, concatenate(twice, named('concatenate')), pooledBranch(input, 192)],
      name,
    );
  }
}
