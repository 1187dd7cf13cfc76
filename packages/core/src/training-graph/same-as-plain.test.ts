import type * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { efficientnetLite0 } from '../backbones/efficientnet-lite0.js';
import { mobilenetV3Small } from '../backbones/mobilenet-v3.js';
import { squeezenet } from '../backbones/squeezenet.js';
import { xception } from '../backbones/xception.js';
import { startEngine } from '../engine/engine.js';
import {
  ADAM,
  type Comparison,
  compareTraining,
  expectSmall,
  headFor,
} from './test-data/compare-training.js';
import {
  activated,
  everythingElse,
  scaledAndCropped,
  separable,
  smallConvnext,
  smallResnet,
  smallVgg,
  squeezeAndExcite,
  suffixOf,
} from './test-data/networks.js';
import type { UpdateRule } from './types.js';

beforeAll(() => startEngine());

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
    ['MobileNetV3 from its last block', () => suffixOf(mobilenetV3Small, 64, 'expanded_conv_10_expand')],
    ['Xception from its last layer', () => suffixOf(xception, 71, 'block14_sepconv2')],
    ['a small ConvNeXt', async () => smallConvnext()],
    ['separable convolutions', async () => separable()],
    ['scaled and cropped', async () => scaledAndCropped()],
    ['a network of everything else', async () => everythingElse()],
  ];

  test.each(networks)('%s', async (_, suffix) => {
    const gradients = await compareTraining({ suffix: await suffix(), optimizer: { name: 'sgd' }, steps: 1 });
    // After one step the momentum is the gradient times the learning rate.
    expectSmall(gradients);
    expectSmall(await compareTraining({ suffix: await suffix(), optimizer: ADAM }));
  });

  test.each(['hardSigmoid', 'hardSwish', 'gelu', 'gelu_new', 'softplus', 'softsign', 'swish'])(
    'a layer of %s',
    async (name) => {
      expectSmall(await compareTraining({ suffix: activated(name), optimizer: { name: 'sgd' }, steps: 1 }));
      expectSmall(await compareTraining({ suffix: activated(name), optimizer: ADAM }));
    },
  );

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
