import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { addScaled } from './custom-scale-layer.js';
import { type Convolution, inceptionLayers } from './inception-layers.js';
import { kerasWeights } from './keras-weights.js';
import { batchNorm, concatenate, conv2d, relu } from './layers.js';
import type { Backbone } from './types.js';

/** Branches of a block in each stage (paper, figures 16, 17 and 19). */
const STAGES = {
  block35: [
    [[32, 1]],
    [
      [32, 1],
      [32, 3],
    ],
    [
      [32, 1],
      [48, 3],
      [64, 3],
    ],
  ],
  block17: [
    [[192, 1]],
    [
      [128, 1],
      [160, [1, 7]],
      [192, [7, 1]],
    ],
  ],
  block8: [
    [[192, 1]],
    [
      [192, 1],
      [224, [1, 3]],
      [256, [3, 1]],
    ],
  ],
} as const satisfies Record<string, readonly (readonly Convolution[])[]>;

export const inceptionResnetV2: Backbone = {
  name: 'inception-resnet-v2',
  title: 'InceptionResNetV2',
  reference: 'Szegedy et al., Inception-v4, Inception-ResNet, https://arxiv.org/abs/1602.07261',
  top1: 0.803,
  defaultInputSize: 299,
  minInputSize: 75,
  scaling: PIXEL_SCALINGS.tf,
  // The first layer that reads mixed_7a.
  fineTuneFrom: 'conv2d_163',
  classifierLayers: ['predictions'],
  weights: () =>
    kerasWeights(
      'inception_resnet_v2',
      'inception_resnet_v2_weights_tf_dim_ordering_tf_kernels_notop.h5',
      'Apache-2.0',
      'd19885ff4a710c122648d3b5c3b684e4',
    ),
  build: ({ inputSize }) => buildInceptionResnetV2(inputSize),
};

/** Inception branches that add to a shortcut, scaled down: 299 gives `[batch, 8, 8, 1536]`. */
function buildInceptionResnetV2(inputSize: number): tf.LayersModel {
  const { stem, mixed, reduction, branches, named } = inceptionLayers();
  let { input, x } = stem(inputSize);
  x = mixed(
    x,
    'mixed_5b',
    [
      [[96, 1]],
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
    64,
  );
  for (let i = 1; i <= 10; i++) x = residual(x, 'block35', i, 0.17);
  x = reduction(x, 'mixed_6a', [
    [[384, 3, 2]],
    [
      [256, 1],
      [256, 3],
      [384, 3, 2],
    ],
  ]);
  for (let i = 1; i <= 20; i++) x = residual(x, 'block17', i, 0.1);
  x = reduction(x, 'mixed_7a', [
    [
      [256, 1],
      [384, 3, 2],
    ],
    [
      [256, 1],
      [288, 3, 2],
    ],
    [
      [256, 1],
      [288, 3],
      [320, 3, 2],
    ],
  ]);
  for (let i = 1; i <= 9; i++) x = residual(x, 'block8', i, 0.2);
  x = added(x, 'block8', 10, 1);
  x = conv2d(x, 'conv_7b', { filters: 1536, kernelSize: 1, padding: 'same', useBias: false });
  x = relu(batchNorm(x, 'conv_7b_bn', { scale: false }), 'conv_7b_ac');
  return tf.model({ inputs: input, outputs: x, name: 'inception_resnet_v2' });

  function residual(x: tf.SymbolicTensor, stage: keyof typeof STAGES, block: number, scale: number) {
    return relu(added(x, stage, block, scale), `${stage}_${block}_ac`);
  }

  function added(x: tf.SymbolicTensor, stage: keyof typeof STAGES, block: number, scale: number) {
    const name = `${stage}_${block}`;
    const joined = concatenate(branches(x, STAGES[stage]), `${name}_mixed`);
    const up = conv2d(joined, `${name}_conv`, { filters: x.shape[3]!, kernelSize: 1, padding: 'same' });
    return addScaled([x, up], named('custom_scale_layer'), scale);
  }
}
