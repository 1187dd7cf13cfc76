import * as tf from '@tensorflow/tfjs';

/** `[batch, height, width, channels]`. */
type FeatureMap = tf.SymbolicTensor;

interface ConvolutionOptions {
  readonly filters: number;
  readonly kernelSize: number;
  /** Default 1. */
  readonly strides?: number;
  /** Default `valid`, as in Keras. `same` pads more at the bottom and right where the total is odd, as TensorFlow does. */
  readonly padding?: 'valid' | 'same';
  /** Default true. */
  readonly useBias?: boolean;
  readonly activation?: 'relu';
}

/*
 * The vocabulary that the networks are written in: each function adds one named Keras layer. Kernels start at zero,
 * because drawing random ones takes seconds and every weight is assigned afterwards.
 */

/** A picture, `[batch, size, size, 3]`. */
export function imageInput(size: number): FeatureMap {
  return tf.input({ shape: [size, size, 3], name: 'input_layer' });
}

export function conv2d(x: FeatureMap, name: string, options: ConvolutionOptions): FeatureMap {
  return apply(tf.layers.conv2d({ name, kernelInitializer: 'zeros', ...options }), x);
}

export function depthwiseConv2d(
  x: FeatureMap,
  name: string,
  options: Omit<ConvolutionOptions, 'filters' | 'activation'>,
): FeatureMap {
  return apply(tf.layers.depthwiseConv2d({ name, depthwiseInitializer: 'zeros', ...options }), x);
}

export function batchNorm(
  x: FeatureMap,
  name: string,
  options: { readonly epsilon?: number; readonly momentum?: number } = {},
): FeatureMap {
  return apply(tf.layers.batchNormalization({ name, ...options }), x);
}

/** A layer of its own, where Keras has `Activation('relu')`. */
export function relu(x: FeatureMap, name: string): FeatureMap {
  return apply(tf.layers.activation({ name, activation: 'relu' }), x);
}

export function relu6(x: FeatureMap, name: string): FeatureMap {
  return apply(tf.layers.reLU({ name, maxValue: 6 }), x);
}

/** @param padding zeros before and after, both vertically and horizontally. */
export function zeroPad(
  x: FeatureMap,
  name: string,
  padding: readonly [before: number, after: number],
): FeatureMap {
  return apply(tf.layers.zeroPadding2d({ name, padding: [[...padding], [...padding]] }), x);
}

export function maxPool(
  x: FeatureMap,
  name: string,
  options: { readonly poolSize: number; readonly strides: number },
): FeatureMap {
  return apply(tf.layers.maxPooling2d({ name, ...options }), x);
}

export function add(inputs: readonly FeatureMap[], name: string): FeatureMap {
  return apply(tf.layers.add({ name }), [...inputs]);
}

/** Joins channels. */
export function concatenate(inputs: readonly FeatureMap[], name: string): FeatureMap {
  return apply(tf.layers.concatenate({ name }), [...inputs]);
}

function apply(layer: tf.layers.Layer, inputs: FeatureMap | FeatureMap[]): FeatureMap {
  return layer.apply(inputs) as FeatureMap;
}
