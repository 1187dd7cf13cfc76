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
  activation: 'relu' | 'swish' | 'gelu' | 'linear' | 'hardSwish',
): FeatureMap {
  return apply(tf.layers.activation({ name, activation: activation as 'relu' }), x);
}

export function relu6(x: FeatureMap, name: string): FeatureMap {
  return reluLayer(x, name, 6);
}

/** @param maxValue default: no limit. */
export function reluLayer(x: FeatureMap, name: string, maxValue?: number): FeatureMap {
  return apply(tf.layers.reLU({ name, maxValue }), x);
}

/** `x * scale + offset`. */
export function rescale(x: FeatureMap, name: string, scale: number, offset = 0): FeatureMap {
  return apply(tf.layers.rescaling({ name, scale, offset }), x);
}

export function layerNorm(x: FeatureMap, name: string, epsilon: number): FeatureMap {
  return apply(tf.layers.layerNormalization({ name, epsilon }), x);
}

/** The same matrix at every pixel. */
export function dense(x: FeatureMap, name: string, units: number): FeatureMap {
  return apply(tf.layers.dense({ name, units, kernelInitializer: 'zeros' }), x);
}

/** Stochastic depth in Keras; passes everything on, as there when a backbone runs in inference mode. */
export function dropNothing(x: FeatureMap, name: string): FeatureMap {
  return apply(tf.layers.dropout({ name, rate: 0 }), x);
}

/** @param padding zeros before and after, both vertically and horizontally. */
export function zeroPad(
  x: FeatureMap,
  name: string,
  padding: readonly [before: number, after: number],
): FeatureMap {
  return apply(tf.layers.zeroPadding2d({ name, padding: [[...padding], [...padding]] }), x);
}

/** The zeros that Keras puts before and after a window that halves the side: one fewer before where the side is even. */
export function halvingPad(x: FeatureMap, kernelSize: number): [before: number, after: number] {
  const half = Math.floor(kernelSize / 2);
  return [half - 1 + (x.shape[1]! % 2), half];
}

/** @param rows left out at the top, and as many columns at the left. */
export function cropBefore(x: FeatureMap, name: string, rows: number): FeatureMap {
  const cropping: [[number, number], [number, number]] = [
    [rows, 0],
    [rows, 0],
  ];
  return apply(tf.layers.cropping2D({ name, cropping }), x);
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

export function multiply(inputs: readonly FeatureMap[], name: string): FeatureMap {
  return apply(tf.layers.multiply({ name }), [...inputs]);
}

/** Each channel's average, `[batch, 1, 1, channels]`. */
export function averagePixel(x: FeatureMap, poolName: string, reshapeName: string): FeatureMap {
  const average = apply(tf.layers.globalAveragePooling2d({ name: poolName }), x);
  return apply(tf.layers.reshape({ name: reshapeName, targetShape: [1, 1, x.shape[3]!] }), average);
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
