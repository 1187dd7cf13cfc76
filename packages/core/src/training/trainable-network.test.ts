import { expectNoLeakedTensors } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { fingerprintWeights } from '../network/weights.js';
import type { StepBatch } from '../training-graph/types.js';
import { buildHead, HEADS, resolveHead } from './head.js';
import { createOptimizer } from './optimizers.js';
import { trainableNetwork } from './trainable-network.js';
import { trainingStep } from './training-step.js';

beforeAll(() => startEngine());

/** Convolution, batch norm with statistics far from the data's, pooling: what fine-tuning re-trains. */
function suffixWithBatchNorm(): tf.LayersModel {
  const input = tf.input({ shape: [4, 4, 3], name: 'features' });
  const conv = tf.layers.conv2d({
    filters: 5,
    kernelSize: 3,
    padding: 'same',
    name: 'conv',
    kernelInitializer: tf.initializers.heUniform({ seed: 3 }),
  });
  const norm = tf.layers.batchNormalization({
    name: 'norm',
    epsilon: 1e-3,
    movingMeanInitializer: tf.initializers.randomUniform({ minval: -1, maxval: 1, seed: 1 }),
    movingVarianceInitializer: tf.initializers.randomUniform({ minval: 0.5, maxval: 2, seed: 2 }),
  });
  const pool = tf.layers.globalAveragePooling2d({ name: 'pool' });
  const output = pool.apply(norm.apply(conv.apply(input))) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: output, name: 'suffix' });
}

const batch: StepBatch = {
  features: Float32Array.from({ length: 8 * 48 }, (_, i) => Math.sin(i)),
  shape: [8, 4, 4, 3],
  labels: Int32Array.of(0, 1, 0, 1, 1, 0, 1, 0),
};
const options = { step: 1, learningRate: 0.01, l2: 0, dropoutSeed: 5 };

describe('fine-tuning through batch norm', () => {
  test('leaves the moving statistics as they were, to the bit, and trains gamma and beta', async () => {
    const network = trainableNetwork(suffixWithBatchNorm(), buildHead(5, 2, HEADS.linear, 1));
    const statistics = network.weights.filter(({ trainable }) => !trainable);
    const scale = network.weights.filter(({ name }) => /norm\/(gamma|beta)/.test(name));
    expect(statistics.map(({ name }) => name)).toEqual(['norm/moving_mean', 'norm/moving_variance']);
    const [frozen, learning] = [await fingerprintWeights(statistics), await fingerprintWeights(scale)];
    const optimizer = createOptimizer(
      { name: 'adam' },
      network.weights.filter(({ trainable }) => trainable).map(({ variable }) => variable),
    );
    for (let step = 1; step <= 30; step++) trainingStep(network, optimizer, batch, { ...options, step });
    expect(await fingerprintWeights(statistics)).toBe(frozen);
    expect(await fingerprintWeights(scale)).not.toBe(learning);
  });

  test("computes what tfjs's own batch norm computes in inference mode", () => {
    const suffix = suffixWithBatchNorm();
    const expected = suffix.predict(tf.tensor(batch.features, [8, 4, 4, 3])) as tf.Tensor;
    trainableNetwork(suffix, buildHead(5, 2, HEADS.linear, 1)); // Replaces the layer's computation.
    const received = suffix.predict(tf.tensor(batch.features, [8, 4, 4, 3])) as tf.Tensor;
    expect(received.sub(expected).abs().max().dataSync()[0]).toBeLessThan(1e-6);
  });
});

describe('a training step', () => {
  test('lowers the loss on the batch it learns from', () => {
    const network = trainableNetwork(suffixWithBatchNorm(), buildHead(5, 2, resolveHead({ dropout: 0 }), 1));
    const trained = network.weights.filter(({ trainable }) => trainable).map(({ variable }) => variable);
    const optimizer = createOptimizer({ name: 'adam' }, trained);
    const losses = Array.from(
      { length: 40 },
      (_, i) => trainingStep(network, optimizer, batch, { ...options, step: i + 1 }).loss,
    );
    expect(losses.at(-1)!).toBeLessThan(losses[0]! * 0.8);
  });

  test('starts at the loss that the labels and logits give by hand', () => {
    const head = buildHead(2, 2, resolveHead({ dropout: 0 }), 1);
    head.getLayer('logits').setWeights([tf.tensor2d([1, 0, 0, 1], [2, 2]), tf.zeros([2])]);
    const network = trainableNetwork(undefined, head);
    const optimizer = createOptimizer(
      { name: 'sgd' },
      network.weights.map(({ variable }) => variable),
    );
    const rows: StepBatch = {
      features: Float32Array.of(1, 0, 0, 2),
      shape: [2, 2],
      labels: Int32Array.of(0, 0),
    };
    const { loss, correct } = trainingStep(network, optimizer, rows, { ...options, classWeights: [3, 1] });
    // Logits (1, 0) and (0, 2), both of label 0, weighted by 3.
    expect(loss).toBeCloseTo((3 * (Math.log(1 + Math.exp(-1)) + Math.log(1 + Math.exp(2)))) / 2, 5);
    expect(correct).toBe(1);
  });

  test('with the same dropout seed gives the same bits, with another seed others', async () => {
    const after = async (dropoutSeed: number) => {
      const network = trainableNetwork(undefined, buildHead(16, 3, resolveHead({ dropout: 0.5 }), 9));
      const optimizer = createOptimizer(
        { name: 'adam' },
        network.weights.map(({ variable }) => variable),
      );
      const rows: StepBatch = {
        features: Float32Array.from({ length: 64 }, (_, i) => Math.cos(i)),
        shape: [4, 16],
        labels: Int32Array.of(0, 1, 2, 0),
      };
      trainingStep(network, optimizer, rows, { ...options, dropoutSeed });
      return fingerprintWeights(network.weights);
    };
    expect(await after(1)).toBe(await after(1));
    expect(await after(2)).not.toBe(await after(1));
  });

  test('that diverges says so and changes nothing', async () => {
    const network = trainableNetwork(undefined, buildHead(2, 2, HEADS.linear, 1));
    const optimizer = createOptimizer(
      { name: 'sgd' },
      network.weights.map(({ variable }) => variable),
    );
    const before = await fingerprintWeights(network.weights);
    const rows: StepBatch = {
      features: Float32Array.of(Number.NaN, 1),
      shape: [1, 2],
      labels: Int32Array.of(0),
    };
    expect(() => trainingStep(network, optimizer, rows, options)).toThrow(/lower learning rate/);
    expect(await fingerprintWeights(network.weights)).toBe(before);
  });

  test('leaves no tensor behind', async () => {
    const network = trainableNetwork(suffixWithBatchNorm(), buildHead(5, 2, HEADS.linear, 1));
    const trained = network.weights.filter(({ trainable }) => trainable).map(({ variable }) => variable);
    const optimizer = createOptimizer({ name: 'adam' }, trained);
    await expectNoLeakedTensors(() => {
      for (let step = 1; step <= 5; step++)
        trainingStep(network, optimizer, batch, { ...options, step, l2: 0.01 });
    });
  });
});

describe('a head', () => {
  test('by the name "tutorial" has the parameters that Keras counts: 6,423,298 on VGG16 for two classes', () => {
    expect(buildHead(7 * 7 * 512, 2, HEADS.tutorial, 1).countParams()).toBe(6_423_298);
  });

  test('from the same seed starts from the same weights', async () => {
    const weights = async (seed: number) =>
      fingerprintWeights(
        trainableNetwork(undefined, buildHead(8, 3, resolveHead({ dense: [{ units: 4 }] }), seed)).weights,
      );
    expect(await weights(1)).toBe(await weights(1));
    expect(await weights(2)).not.toBe(await weights(1));
  });

  test.each([
    [{ dropout: 1 }, 'head.dropout'],
    [{ l2: -1 }, 'head.l2'],
    [{ dense: [{ units: 0 }] }, 'head.dense[0].units'],
    [{ pooling: 'median' as 'max' }, 'head.pooling'],
  ])('with %j is refused, naming %s', (head, field) => {
    expect(() => resolveHead(head)).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', details: expect.objectContaining({ field }) }),
    );
  });
});
