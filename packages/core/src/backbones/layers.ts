import * as tf from '@tensorflow/tfjs';

/** `[batch, height, width, channels]`. */
type FeatureMap = tf.SymbolicTensor;

interface ConvolutionOptions {
  readonly filters: number;
  /** A square's side, or height and width. */
  readonly kernelSize: number | [height: number, width: number];
  /** Default 1. */
  readonly strides?: number;
  /** Default `valid`, as in Keras. `same` pads more at the bottom and right where the total is odd, as TensorFlow does. */
  readonly padding?: 'valid' | 'same';
  /** Default true. */
  readonly useBias?: boolean;
  readonly activation?: 'relu' | 'swish' | 'sigmoid';
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

/** Depthwise without a bias, then pointwise. */
export function separableConv2d(
  x: FeatureMap,
  name: string,
  options: Omit<ConvolutionOptions, 'activation'>,
): FeatureMap {
  const zeros = { depthwiseInitializer: 'zeros', pointwiseInitializer: 'zeros' } as const;
  return apply(tf.layers.separableConv2d({ name, ...zeros, ...options }), x);
}

export function batchNorm(
  x: FeatureMap,
  name: string,
  options: { readonly epsilon?: number; readonly momentum?: number; readonly scale?: boolean } = {},
): FeatureMap {
  return apply(tf.layers.batchNormalization({ name, ...options }), x);
}

/** A layer of its own, where Keras has `Activation('relu')`. */
export function relu(x: FeatureMap, name: string): FeatureMap {
  return activate(x, name, 'relu');
}

export function activate(
  x: FeatureMap,
  name: string,
  activation: 'relu' | 'swish' | 'gelu' | 'linear',
): FeatureMap {
  return apply(tf.layers.activation({ name, activation }), x);
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

interface PoolOptions {
  readonly poolSize: number;
  readonly strides: number;
  /** Default `valid`. */
  readonly padding?: 'valid' | 'same';
}

export function maxPool(x: FeatureMap, name: string, options: PoolOptions): FeatureMap {
  return apply(tf.layers.maxPooling2d({ name, ...options }), x);
}

export function averagePool(x: FeatureMap, name: string, options: PoolOptions): FeatureMap {
  return apply(tf.layers.averagePooling2d({ name, ...options }), x);
}

export function add(inputs: readonly FeatureMap[], name: string): FeatureMap {
  return apply(tf.layers.add({ name }), [...inputs]);
}

/** Joins channels. */
export function concatenate(inputs: readonly FeatureMap[], name: string): FeatureMap {
  return apply(tf.layers.concatenate({ name }), [...inputs]);
}

/** Names as Keras gives them to layers without one, by class and turn: `conv2d`, `conv2d_1`, `conv2d_2`… */
export function layerNames(): (base: string) => string {
  const used = new Map<string, number>();
  return (base) => {
    const turn = used.get(base) ?? 0;
    used.set(base, turn + 1);
    return turn === 0 ? base : `${base}_${turn}`;
  };
}

function apply(layer: tf.layers.Layer, inputs: FeatureMap | FeatureMap[]): FeatureMap {
  return layer.apply(inputs) as FeatureMap;
}
