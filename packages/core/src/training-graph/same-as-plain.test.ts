import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { efficientnetLite0 } from '../backbones/efficientnet-lite0.js';
import { drawKernels } from '../backbones/random-weights.js';
import { squeezenet } from '../backbones/squeezenet.js';
import type { Backbone } from '../backbones/types.js';
import { startEngine } from '../engine/engine.js';
import { cutNetwork } from '../network/cut.js';
import { withPooling } from '../network/with-layers.js';
import { createRandom } from '../random.js';
import { buildHead, resolveHead } from '../training/head.js';
import { trainableNetwork } from '../training/trainable-network.js';
import { layerByLayerTrainer } from '../training/trainer.js';
import type { DenseLayerOptions } from '../training/types.js';
import { compileTrainingStep } from './compile-training-step.js';
import type { LearningOptions, StepBatch, UpdateRule } from './types.js';

beforeAll(() => startEngine());

const ROUNDING = 1e-5;
/** TensorFlow's fused Adam has 1 - 0.999 in float32, which is 1.3e-5 too small; the updates make up for it. */
const SECOND_MOMENT_ROUNDING = 3e-5;
/** Epsilon above the rounding of the gradients: below it, Adam makes whole steps of noise. */
const ADAM: UpdateRule = { name: 'adam', epsilon: 1e-3 };

describe('ten steps of a head, weighted and with a penalty, equal those of the plain path', () => {
  test.each<UpdateRule>([
    { name: 'adam' },
    { name: 'adam', beta1: 0.8, beta2: 0.95, epsilon: 1e-4 },
    { name: 'adamw' },
    { name: 'adamw', beta2: 0.95, epsilon: 1e-4, weightDecay: 2 },
    { name: 'sgd', momentum: 0 },
    { name: 'sgd' },
    { name: 'sgd', momentum: 0.8, nesterov: true },
    { name: 'rmsprop' },
    { name: 'rmsprop', rho: 0.8, momentum: 0.5, epsilon: 1e-3 },
  ])('with %j', async (optimizer) => {
    const errors = await compareTraining({
      head: headFor(12, [{ units: 8, activation: 'tanh' }]),
      optimizer,
      l2: 0.01,
      classWeights: [2, 1, 0.5],
    });
    expectSmall(errors);
  });

  test.each<Partial<Comparison>>([
    { labelSmoothing: 0.2 },
    { labelSmoothing: 0.2, mixes: true },
    { clipping: { globalNorm: 0.1 } },
    { clipping: { value: 0.01 } },
    { averaging: 0.8 },
    { accumulates: true },
    {
      accumulates: true,
      averaging: 0.8,
      clipping: { globalNorm: 0.1 },
      optimizer: { name: 'adamw', epsilon: 1e-3 },
    },
    {
      rateFactors: new Map([
        ['logits/kernel', 0.1],
        ['head_dense_1/bias', 0.5],
      ]),
    },
    {
      rateFactors: new Map([['logits/kernel', 0.1]]),
      optimizer: { name: 'adamw', epsilon: 1e-3, weightDecay: 1 },
    },
  ])('with %j', async (options) => {
    const head = headFor(12, [{ units: 8, activation: 'tanh' }]);
    const common = { head, optimizer: ADAM, l2: 0.01, classWeights: [2, 1, 0.5] };
    expectSmall(await compareTraining({ ...common, ...options }));
  });

  test('on mixed rows', async () => {
    const errors = await compareTraining({
      head: headFor(12, [{ units: 8, activation: 'tanh' }]),
      optimizer: ADAM,
      classWeights: [2, 1, 0.5],
      mixes: true,
    });
    expectSmall(errors);
  });

  test.each(['relu', 'relu6', 'tanh', 'sigmoid', 'elu', 'selu', 'linear'] as const)(
    'with a hidden layer of %s',
    async (activation) => {
      expectSmall(await compareTraining({ head: headFor(12, [{ units: 8, activation }]), optimizer: ADAM }));
    },
  );
});

describe('gradients and ten steps of fine-tuning equal those of the plain path', () => {
  const networks: [string, () => Promise<tf.LayersModel>][] = [
    ['EfficientNet-Lite0 from block7a', () => suffixOf(efficientnetLite0, 64, 'block7a_expand_conv')],
    ['SqueezeNet from fire9', () => suffixOf(squeezenet, 64, 'fire9/squeeze1x1', 'both')],
    ['a small VGG', async () => smallVgg()],
    ['a small ResNet', async () => smallResnet()],
    ['squeeze and excite', async () => squeezeAndExcite()],
    ['a network of everything else', async () => everythingElse()],
  ];

  test.each(networks)('%s', async (_, suffix) => {
    const gradients = await compareTraining({ suffix: await suffix(), optimizer: { name: 'sgd' }, steps: 1 });
    // After one step the momentum is the gradient times the learning rate.
    expectSmall(gradients);
    expectSmall(await compareTraining({ suffix: await suffix(), optimizer: ADAM }));
  });

  test('a layer that does not learn keeps its bits', async () => {
    const suffix = smallVgg();
    suffix.getLayer('conv1').trainable = false;
    const kernel = suffix.getLayer('conv1').getWeights()[0]!;
    const before = Float32Array.from(kernel.dataSync());
    const errors = await compareTraining({ suffix, optimizer: ADAM });
    expectSmall(errors);
    expect(Float32Array.from(kernel.dataSync())).toEqual(before);
  });
});

interface Comparison extends Omit<LearningOptions, 'l2'> {
  suffix?: tf.LayersModel;
  head?: tf.LayersModel;
  l2?: number;
  steps?: number;
}

/** Trains the same network both ways. @returns the largest relative error by weight, average and slot. */
async function compareTraining(comparison: Comparison): Promise<Map<string, number>> {
  const { suffix, head: given, steps = 10, l2 = 0, ...rest } = comparison;
  const options: LearningOptions = { ...rest, l2 };
  const head = given ?? headFor(suffix!.outputs[0]!.shape[1]!);
  const plainBatch = batchFor((suffix ?? head).inputs[0]!.shape.slice(1) as number[]);
  const batch = options.mixes ? withMixedRows(plainBatch) : plainBatch;
  const network = trainableNetwork(suffix, head);
  const compiled = await compileTrainingStep({ suffix, head, ...options });
  if ('notCompiled' in compiled) throw new Error(compiled.notCompiled);
  const plain = layerByLayerTrainer(network, options);
  const errors = new Map<string, number>();
  for (let step = 1; step <= steps; step++) {
    const hold = options.accumulates && step % 3 !== 0;
    const update = options.accumulates ? Math.ceil(step / 3) : step;
    const schedule = { step: update, learningRate: suffix ? 1e-4 : 1e-3, dropoutSeed: step, hold };
    const expected = plain.step(batch, schedule);
    const received = compiled.step(batch, schedule);
    errors.set(`loss ${step}`, relativeError([received.loss], [expected.loss]));
    expect(received.correct).toBe(expected.correct);
  }
  const evaluated = [compiled.evaluate(batch).loss, plain.evaluate(batch).loss] as const;
  errors.set('evaluation', relativeError([evaluated[0]], [evaluated[1]]));
  const received = compiled.readBack();
  compiled.dispose();
  const expected = await plain.read();
  plain.dispose();
  for (const [i, { name }] of network.weights.entries()) {
    errors.set(name, relativeError(received.weights[i]!, expected.weights[i]!));
    if (!expected.averages) continue;
    errors.set(`average of ${name}`, relativeError(received.averages![i]!, expected.averages[i]!));
  }
  expect(Object.keys(received.slots)).toEqual(Object.keys(expected.slots));
  const learning = network.weights.filter(({ trainable }) => trainable);
  for (const [slot, values] of Object.entries(expected.slots)) {
    for (const [i, { name }] of learning.entries()) {
      errors.set(`${slot} of ${name}`, relativeError(received.slots[slot]![i]!, values[i]!));
    }
  }
  return errors;
}

function expectSmall(errors: ReadonlyMap<string, number>): void {
  const allowed = (name: string) => (name.startsWith('v of ') ? SECOND_MOMENT_ROUNDING : ROUNDING);
  expect([...errors].filter(([name, error]) => !(error < allowed(name)))).toEqual([]);
}

/** Largest difference, relative to the largest value. */
function relativeError(received: ArrayLike<number>, expected: ArrayLike<number>): number {
  let size = 0;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    size = Math.max(size, Math.abs(expected[i]!));
    difference = Math.max(difference, Math.abs(received[i]! - expected[i]!));
  }
  return difference === 0 ? 0 : difference / size;
}

function headFor(features: number, dense: readonly DenseLayerOptions[] = []): tf.LayersModel {
  return buildHead(features, 3, resolveHead({ dropout: 0, dense }), 5);
}

function batchFor(shape: readonly number[], rows = 8): StepBatch {
  const random = createRandom(7, 'batch');
  const size = rows * shape.reduce((a, b) => a * b, 1);
  return {
    features: Float32Array.from({ length: size }, () => random.normal()),
    shape: [rows, ...shape],
    labels: Int32Array.from({ length: rows }, () => random.integer(3)),
  };
}

function withMixedRows(batch: StepBatch): StepBatch {
  const random = createRandom(7, 'mixed');
  const labels = batch.labels.map(() => random.integer(3));
  return { ...batch, mixed: { labels, shares: Float32Array.from(labels, () => random.next()) } };
}

async function suffixOf(
  backbone: Backbone,
  inputSize: number,
  from: string,
  pooling: 'average' | 'both' = 'average',
): Promise<tf.LayersModel> {
  const model = withPooling(backbone.build({ inputSize, alpha: 1 }), pooling);
  drawKernels(model, 3);
  const { suffix } = await cutNetwork(model, from);
  return suffix!;
}

function smallVgg(): tf.LayersModel {
  const conv = (name: string) =>
    tf.layers.conv2d({ name, filters: 6, kernelSize: 3, padding: 'same', activation: 'relu' });
  const input = tf.input({ shape: [6, 6, 4] });
  const pool = tf.layers.maxPooling2d({ poolSize: 2 });
  const top = apply(input, conv('conv1'), conv('conv2'), pool, tf.layers.flatten());
  return drawn(tf.model({ inputs: input, outputs: top }));
}

/** Two branches that meet, biased convolutions before batch norms, strides in a 1x1 kernel. */
function smallResnet(): tf.LayersModel {
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
function squeezeAndExcite(): tf.LayersModel {
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
function everythingElse(): tf.LayersModel {
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
    norm({ scale: false }),
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

const SOME = tf.initializers.randomUniform({ minval: 0.2, maxval: 0.8, seed: 4 });
const STATISTICS = {
  movingMeanInitializer: tf.initializers.randomUniform({ minval: -1, maxval: 1, seed: 1 }),
  movingVarianceInitializer: tf.initializers.randomUniform({ minval: 0.5, maxval: 2, seed: 2 }),
  gammaInitializer: SOME,
};

function apply(input: tf.SymbolicTensor, ...layers: readonly tf.layers.Layer[]): tf.SymbolicTensor {
  return layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
}

function drawn(model: tf.LayersModel): tf.LayersModel {
  drawKernels(model, 3);
  return model;
}
