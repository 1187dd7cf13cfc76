import type * as tf from '@tensorflow/tfjs';
import {
  averagePool,
  batchNorm,
  concatenate,
  conv2d,
  imageInput,
  layerNames,
  maxPool,
  relu,
} from './layers.js';

/** Output channels, kernel, and stride, which is 1 by default; what has a larger one does not pad. */
export type Convolution = readonly [filters: number, kernel: number | [number, number], strides?: 1 | 2];

/** The parts that the Inception networks share, each convolution numbered in the order in which it is added. */
export function inceptionLayers() {
  const named = layerNames();

  /** Convolution without bias, batch norm without scale, ReLU. */
  function convBnRelu(
    x: tf.SymbolicTensor,
    [filters, kernelSize, strides = 1]: Convolution,
    padding: 'valid' | 'same' = strides === 1 ? 'same' : 'valid',
  ): tf.SymbolicTensor {
    const convolved = conv2d(x, named('conv2d'), { filters, kernelSize, strides, padding, useBias: false });
    return relu(batchNorm(convolved, named('batch_normalization'), { scale: false }), named('activation'));
  }

  function chain(x: tf.SymbolicTensor, convolutions: readonly Convolution[]): tf.SymbolicTensor {
    return convolutions.reduce((y, convolution) => convBnRelu(y, convolution), x);
  }

  const branches = (x: tf.SymbolicTensor, chains: readonly (readonly Convolution[])[]) =>
    chains.map((convolutions) => chain(x, convolutions));

  function pooledBranch(x: tf.SymbolicTensor, filters: number): tf.SymbolicTensor {
    const pooled = averagePool(x, named('average_pooling2d'), { poolSize: 3, strides: 1, padding: 'same' });
    return convBnRelu(pooled, [filters, 1]);
  }

  const halved = (x: tf.SymbolicTensor) => maxPool(x, named('max_pooling2d'), { poolSize: 3, strides: 2 });

  return {
    named,
    chain,
    branches,

    /** 299 gives `[batch, 35, 35, 192]`. */
    stem(inputSize: number): { input: tf.SymbolicTensor; x: tf.SymbolicTensor } {
      const input = imageInput(inputSize);
      let x = convBnRelu(input, [32, 3, 2]);
      x = convBnRelu(x, [32, 3], 'valid');
      x = halved(convBnRelu(x, [64, 3]));
      x = convBnRelu(x, [80, 1], 'valid');
      return { input, x: halved(convBnRelu(x, [192, 3], 'valid')) };
    },

    /** Branches beside each other, one of them an average pool before a 1x1 convolution. */
    mixed(
      x: tf.SymbolicTensor,
      name: string,
      chains: readonly (readonly Convolution[])[],
      pooledFilters: number,
    ): tf.SymbolicTensor {
      return concatenate([...branches(x, chains), pooledBranch(x, pooledFilters)], name);
    },

    /** Branches that each halve the side, one of them a maximum pool. */
    reduction(
      x: tf.SymbolicTensor,
      name: string,
      chains: readonly (readonly Convolution[])[],
    ): tf.SymbolicTensor {
      return concatenate([...branches(x, chains), halved(x)], name);
    },

    pooledBranch,
  };
}
