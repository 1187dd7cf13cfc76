import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { differenceFromTfjs, drawWeights } from './compare-with-tfjs.js';

beforeAll(() => startEngine());

type Step = (x: tf.SymbolicTensor) => tf.SymbolicTensor;
const step =
  (layer: tf.layers.Layer): Step =>
  (x) =>
    layer.apply(x) as tf.SymbolicTensor;

/** Every kind of layer that can follow another in a network of pictures; joins read what is one or two steps behind. */
const STEPS: Record<string, () => Step> = {
  conv: () => step(tf.layers.conv2d({ filters: 3, kernelSize: 2, activation: 'relu' })),
  strided: () =>
    step(tf.layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', useBias: false })),
  depthwise: () => step(tf.layers.depthwiseConv2d({ kernelSize: 3, padding: 'same' })),
  separable: () => step(tf.layers.separableConv2d({ filters: 3, kernelSize: 2 })),
  transposed: () =>
    step(tf.layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' })),
  dense: () => step(tf.layers.dense({ units: 4, activation: 'tanh' })),
  norm: () => step(tf.layers.batchNormalization({})),
  rowNorm: () => step(tf.layers.batchNormalization({ axis: 1 })),
  layerNorm: () => step(tf.layers.layerNormalization({})),
  relu: () => step(tf.layers.reLU({})),
  swish: () => step(tf.layers.activation({ activation: 'swish' })),
  softmax: () => step(tf.layers.softmax({ axis: -1 })),
  prelu: () => step(tf.layers.prelu({ sharedAxes: [1, 2] })),
  pad: () =>
    step(
      tf.layers.zeroPadding2d({
        padding: [
          [1, 0],
          [1, 2],
        ],
      }),
    ),
  crop: () =>
    step(
      tf.layers.cropping2D({
        cropping: [
          [0, 1],
          [1, 0],
        ],
      }),
    ),
  enlarge: () => step(tf.layers.upSampling2d({ size: [2, 1] })),
  maxPool: () => step(tf.layers.maxPooling2d({ poolSize: 2, strides: 1 })),
  averagePool: () => step(tf.layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' })),
  permute: () => step(tf.layers.permute({ dims: [2, 1, 3] })),
  turn: () => step(tf.layers.permute({ dims: [3, 1, 2] })),
  sequence: () => (x) => {
    const [, height, width, channels] = x.shape as number[];
    const rows = tf.layers
      .reshape({ targetShape: [height! * width!, channels!] })
      .apply(x) as tf.SymbolicTensor;
    const dense = tf.layers.dense({ units: channels! }).apply(rows);
    return tf.layers.reshape({ targetShape: [width!, height!, channels!] }).apply(dense) as tf.SymbolicTensor;
  },
  residual: () => (x) => {
    const branch = tf.layers.dense({ units: x.shape[3]! }).apply(x) as tf.SymbolicTensor;
    return tf.layers.add().apply([x, branch]) as tf.SymbolicTensor;
  },
  excite: () => (x) => {
    const pooled = tf.layers.globalAveragePooling2d({}).apply(x);
    const gate = tf.layers
      .dense({ units: x.shape[3]!, activation: 'sigmoid' })
      .apply(pooled) as tf.SymbolicTensor;
    return tf.layers.multiply().apply([x, gate]) as tf.SymbolicTensor;
  },
  join: () => (x) => {
    const branch = tf.layers.batchNormalization({}).apply(x) as tf.SymbolicTensor;
    return tf.layers.concatenate().apply([x, branch]) as tf.SymbolicTensor;
  },
};

const ENDS: Record<string, () => Step> = {
  none: () => (x) => x,
  flatten: () => step(tf.layers.flatten()),
  pool: () => step(tf.layers.globalMaxPooling2d({})),
};

test('any layers in any order compute in ONNX Runtime what they compute in tfjs', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...Object.keys(STEPS)), { minLength: 2, maxLength: 8 }),
      fc.constantFrom(...Object.keys(ENDS)),
      async (names, end) => {
        const input = tf.input({ shape: [13, 12, 6] });
        let x = input;
        for (const name of names) {
          // Layers that make pictures smaller are left out once these are small.
          if (Math.min(...(x.shape.slice(1, 3) as number[])) > 4) x = STEPS[name]!()(x);
        }
        const model = tf.model({ inputs: input, outputs: ENDS[end]!()(x) });
        drawWeights(model);
        expect(await differenceFromTfjs(model)).toBeLessThan(1e-4);
        model.dispose();
      },
    ),
    { numRuns: 200 },
  ));
