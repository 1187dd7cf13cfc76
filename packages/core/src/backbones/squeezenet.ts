import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { concatenate, conv2d, imageInput, maxPool, relu } from './layers.js';
import type { Backbone } from './types.js';

/** Widths of fire modules 2 to 9: squeeze, and each of the two expansions. */
const FIRES = [
  [16, 64],
  [16, 64],
  [32, 128],
  [32, 128],
  [48, 192],
  [48, 192],
  [64, 256],
  [64, 256],
] as const;
const POOL = { poolSize: 3, strides: 2 };

const WEIGHTS_FILE = 'squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5';

export const squeezenet: Backbone = {
  name: 'squeezenet',
  title: 'SqueezeNet 1.1',
  reference:
    'Iandola et al., SqueezeNet, https://arxiv.org/abs/1602.07360, version 1.1 of the official repository',
  top1: 0.575,
  defaultInputSize: 227,
  // As in keras-squeezenet, where the weights come from.
  minInputSize: 48,
  scaling: PIXEL_SCALINGS.caffe,
  fineTuneFrom: 'fire8/squeeze1x1',
  classifierLayers: ['conv10'],
  weights: () => ({
    url: `https://raw.githubusercontent.com/DeepCognition/keras-squeezenet/a73d4339aa4d37c51a0b3ba044bed55477abec73/${WEIGHTS_FILE}`,
    fileName: WEIGHTS_FILE,
    // Nobody publishes a hash: this is the file's at that commit.
    hash: { algorithm: 'sha256', hex: '17154246284f555591549ac2c83e127abfbf4307dc4b0060fdaa2931d0fa38da' },
    licence: 'MIT',
  }),
  build: ({ inputSize }) => buildSqueezenet(inputSize),
};

/** Fire modules with unpadded pooling: 227 gives `[batch, 13, 13, 512]`. The dropout before conv10 belongs to the classifier. */
function buildSqueezenet(inputSize: number): tf.LayersModel {
  const input = imageInput(inputSize);
  let x = relu(conv2d(input, 'conv1', { filters: 64, kernelSize: 3, strides: 2 }), 'relu_conv1');
  x = maxPool(x, 'pool1', POOL);
  for (const [i, [squeeze, expand]] of FIRES.entries()) {
    const module = i + 2;
    x = fire(x, `fire${module}`, squeeze, expand);
    if (module === 3 || module === 5) x = maxPool(x, `pool${module}`, POOL);
  }
  return tf.model({ inputs: input, outputs: x, name: 'squeezenet' });
}

function fire(input: tf.SymbolicTensor, name: string, squeeze: number, expand: number): tf.SymbolicTensor {
  const squeezed = relu(
    conv2d(input, `${name}/squeeze1x1`, { filters: squeeze, kernelSize: 1 }),
    `${name}/relu_squeeze1x1`,
  );
  const one = conv2d(squeezed, `${name}/expand1x1`, { filters: expand, kernelSize: 1 });
  const three = conv2d(squeezed, `${name}/expand3x3`, { filters: expand, kernelSize: 3, padding: 'same' });
  return concatenate(
    [relu(one, `${name}/relu_expand1x1`), relu(three, `${name}/relu_expand3x3`)],
    `${name}/concat`,
  );
}
