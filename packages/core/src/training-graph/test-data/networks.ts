import * as tf from '@tensorflow/tfjs';
import { addScaled } from '../../backbones/custom-scale-layer.js';
import '../../backbones/hard-swish.js';
import { layerScale } from '../../backbones/layer-scale.js';
import { normalize } from '../../backbones/normalization-layer.js';
import { drawKernels } from '../../backbones/random-weights.js';
import type { Backbone } from '../../backbones/types.js';
import { cutNetwork } from '../../network/cut.js';
import { withPooling } from '../../network/with-layers.js';

export async function suffixOf(
  backbone: Backbone,
  inputSize: number,
  from: string,
  pooling: 'average' | 'both' = 'average',
): Promise<tf.LayersModel> {
  const model = withPooling(backbone.build({ inputSize, alpha: 1 }), pooling);
  const { suffix } = await cutNetwork(drawn(model), from);
  return suffix!;
}

export function smallVgg(): tf.LayersModel {
  const conv = (name: string) =>
    tf.layers.conv2d({ name, filters: 6, kernelSize: 3, padding: 'same', activation: 'relu' });
  const input = tf.input({ shape: [6, 6, 4] });
  const pool = tf.layers.maxPooling2d({ poolSize: 2 });
  const top = apply(input, conv('conv1'), conv('conv2'), pool, tf.layers.flatten());
  return drawn(tf.model({ inputs: input, outputs: top }));
}

/** Two branches that meet, biased convolutions before batch norms, strides in a 1x1 kernel. */
export function smallResnet(): tf.LayersModel {
  const input = tf.input({ shape: [7, 7, 4] });
  const norm = () => tf.layers.batchNormalization({ epsilon: 1e-3, ...STATISTICS });
  const conv = (filters: number, kernelSize: number, strides = 1) =>
    tf.layers.conv2d({ filters, kernelSize, strides, padding: 'same', biasInitializer: SOME });
  const shortcut = apply(input, conv(6, 1, 2), norm());
  const branch = apply(
    input,
    conv(3, 1, 2),
    norm(),
    tf.layers.activation({ activation: 'relu' }),
    conv(3, 3),
    norm(),
    tf.layers.activation({ activation: 'relu' }),
    conv(6, 1),
    norm(),
  );
  const sum = tf.layers.add().apply([shortcut, branch]) as tf.SymbolicTensor;
  const top = apply(sum, tf.layers.activation({ activation: 'relu' }), tf.layers.globalAveragePooling2d({}));
  return drawn(tf.model({ inputs: input, outputs: top }));
}

/** EfficientNet's squeeze and excite: a feature map times one factor per channel, with swish. */
export function squeezeAndExcite(): tf.LayersModel {
  const input = tf.input({ shape: [5, 5, 6] });
  const conv = (filters: number, activation: 'swish' | 'sigmoid') =>
    tf.layers.conv2d({ filters, kernelSize: 1, activation, biasInitializer: SOME });
  const map = apply(input, conv(6, 'swish'));
  const pooled = apply(
    map,
    tf.layers.globalAveragePooling2d({}),
    tf.layers.reshape({ targetShape: [1, 1, 6] }),
  );
  const factors = apply(pooled, conv(2, 'swish'), conv(6, 'sigmoid'));
  const scaled = tf.layers.multiply().apply([map, factors]) as tf.SymbolicTensor;
  const shifted = tf.layers.add().apply([scaled, factors]) as tf.SymbolicTensor;
  return drawn(tf.model({ inputs: input, outputs: apply(shifted, tf.layers.globalMaxPooling2d({})) }));
}

/** Batch norms that cannot be folded, padding, depthwise with two filters per channel, average pooling, reshape, dropout. */
export function everythingElse(): tf.LayersModel {
  const input = tf.input({ shape: [9, 9, 3] });
  const norm = (options: object = {}) => tf.layers.batchNormalization({ ...STATISTICS, ...options });
  const stem = apply(
    input,
    norm(),
    tf.layers.zeroPadding2d({
      padding: [
        [0, 1],
        [1, 0],
      ],
    }),
    tf.layers.depthwiseConv2d({ kernelSize: 3, strides: 2, depthMultiplier: 2, useBias: false }),
    norm(),
    tf.layers.reLU({ maxValue: 6 }),
  );
  const left = apply(
    stem,
    tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'tanh' }),
    norm(),
  );
  const right = apply(
    stem,
    tf.layers.averagePooling2d({ poolSize: 3, strides: 1, padding: 'same' }),
    norm({ center: false }),
  );
  const joined = tf.layers.concatenate().apply([left, right]) as tf.SymbolicTensor;
  const top = apply(joined, tf.layers.dropout({ rate: 0.5 }), tf.layers.reshape({ targetShape: [160] }));
  return drawn(tf.model({ inputs: input, outputs: top }));
}

/** A ConvNeXt block; its layer norms are of maps and of a vector. One without scale or centre cannot learn in tfjs: see same-as-keras.test.ts. */
export function smallConvnext(): tf.LayersModel {
  const input = tf.input({ shape: [5, 5, 6] });
  const norm = (options: object = {}) =>
    tf.layers.layerNormalization({
      epsilon: 1e-6,
      gammaInitializer: SOME,
      betaInitializer: SOME,
      ...options,
    });
  const branch = apply(
    input,
    tf.layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', biasInitializer: SOME }),
    norm(),
    tf.layers.dense({ units: 24, biasInitializer: SOME }),
    named('gelu'),
    tf.layers.dense({ units: 6, useBias: false, activation: 'tanh' }),
    norm(),
  );
  const scaled = layerScale(branch, 'layer_scale');
  const sum = tf.layers.add().apply([input, scaled]) as tf.SymbolicTensor;
  const top = apply(sum, norm(), tf.layers.globalAveragePooling2d({}), norm());
  return drawn(tf.model({ inputs: input, outputs: top }));
}

/** Separable convolutions with a batch norm behind and with a bias of their own, strides, several filters a channel. */
export function separable(): tf.LayersModel {
  const input = tf.input({ shape: [9, 9, 4] });
  const convolution = (options: object) =>
    tf.layers.separableConv2d({ filters: 6, kernelSize: 3, biasInitializer: SOME, ...options });
  const top = apply(
    input,
    convolution({ useBias: false, padding: 'same', strides: 2, depthMultiplier: 2 }),
    tf.layers.batchNormalization(STATISTICS),
    tf.layers.activation({ activation: 'relu' }),
    convolution({ activation: 'tanh', padding: 'same' }),
    convolution({}),
    tf.layers.batchNormalization(STATISTICS),
    tf.layers.globalAveragePooling2d({}),
  );
  return drawn(tf.model({ inputs: input, outputs: top }));
}

/** Layers without kernels of their own, a convolution below each. */
export function scaledAndCropped(): tf.LayersModel {
  const input = tf.input({ shape: [7, 7, 3] });
  const conv = (kernelSize: number) => tf.layers.conv2d({ filters: 4, kernelSize, activation: 'tanh' });
  const cropping: [[number, number], [number, number]] = [
    [1, 0],
    [0, 2],
  ];
  const map = apply(
    normalize(input, 'normalization', { mean: [0.1, 0.2, 0.3], variance: [0.5, 1, 2] }),
    conv(1),
    tf.layers.cropping2D({ cropping }),
    tf.layers.rescaling({ scale: 0.5, offset: -1 }),
    conv(1),
  );
  const sum = addScaled([map, apply(map, conv(1), tf.layers.rescaling({ scale: 3 }))], 'residual', 0.17);
  const scaled = normalize(apply(sum, conv(3)), 'normalization_with_weights');
  return drawn(tf.model({ inputs: input, outputs: apply(scaled, tf.layers.flatten()) }));
}

/** One activation between two layers, and the same within one. */
export function activated(activation: string): tf.LayersModel {
  const input = tf.input({ shape: [6, 6, 3] });
  const within = tf.layers.conv2d({ filters: 5, kernelSize: 3, activation: activation as 'relu' });
  const below = tf.layers.conv2d({ filters: 5, kernelSize: 1 });
  const top = apply(input, below, named(activation), within, tf.layers.flatten());
  return drawn(tf.model({ inputs: input, outputs: top }));
}

/** An activation that tfjs's types do not know. */
export function named(activation: string): tf.layers.Layer {
  return tf.layers.activation({ activation: activation as 'relu' });
}

const SOME = tf.initializers.randomUniform({ minval: 0.2, maxval: 0.8, seed: 4 });
const STATISTICS = {
  movingMeanInitializer: tf.initializers.randomUniform({ minval: -1, maxval: 1, seed: 1 }),
  movingVarianceInitializer: tf.initializers.randomUniform({ minval: 0.5, maxval: 2, seed: 2 }),
  gammaInitializer: SOME,
};

export function apply(input: tf.SymbolicTensor, ...layers: readonly tf.layers.Layer[]): tf.SymbolicTensor {
  return layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
}

/** With layer scales that let something through: they start at zero. */
function drawn(model: tf.LayersModel): tf.LayersModel {
  drawKernels(model, 3);
  for (const layer of model.layers.filter((layer) => layer.getClassName() === 'LayerScale')) {
    layer.setWeights([SOME.apply(layer.weights[0]!.shape as number[])]);
  }
  return model;
}
