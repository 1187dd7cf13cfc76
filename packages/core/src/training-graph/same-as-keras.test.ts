import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { weightsOf } from '../network/weights.js';
import { buildHead, resolveHead } from '../training/head.js';
import { compileTrainingStep } from './compile-training-step.js';
import { ROUNDING, relativeError } from './test-data/compare-training.js';
import { apply, named } from './test-data/networks.js';
import type { CompiledStep, StepBatch, UpdateRule } from './types.js';

beforeAll(() => startEngine());

/** Written by train-in-keras.py. Layer norms without a scale or a centre learn there, but not in tfjs layer by layer. */
const keras = JSON.parse(readFileSync(new URL('test-data/keras-training.json', import.meta.url), 'utf8')) as {
  losses: number[];
  gradients: Record<string, number[]>;
  weights: Record<string, number[]>;
};

const batch: StepBatch = {
  features: Float32Array.from({ length: 8 * 6 * 6 * 3 }, (_, i) => Math.sin(i * i)),
  shape: [8, 6, 6, 3],
  labels: Int32Array.of(0, 1, 2, 0, 1, 2, 2, 1),
};

test('gradients equal those of Keras, through separable convolutions, layer norms and gelu', async () => {
  const learningRate = 0.5;
  const { compiled, learning } = await compile({ name: 'sgd' });
  compiled.step(batch, { step: 1, learningRate, dropoutSeed: 1 });
  // After one step the momentum is the gradient times the learning rate.
  const received = compiled
    .readBack()
    .slots.momentum!.map((momentum) => momentum.map((value) => -value / learningRate));
  compiled.dispose();
  expect(learning.toSorted()).toEqual(Object.keys(keras.gradients).toSorted());
  for (const [i, name] of learning.entries()) {
    expect(relativeError(received[i]!, keras.gradients[name]!), name).toBeLessThan(ROUNDING);
  }
});

test('losses of ten steps and the weights after them equal those of Keras', async () => {
  const { compiled, names } = await compile({ name: 'adam', epsilon: 1e-3 });
  const losses = keras.losses.map(
    (_, i) => compiled.step(batch, { step: i + 1, learningRate: 0.01, dropoutSeed: 1 }).loss,
  );
  const { weights } = compiled.readBack();
  compiled.dispose();
  expect(relativeError(losses, keras.losses)).toBeLessThan(ROUNDING);
  for (const [name, expected] of Object.entries(keras.weights)) {
    expect(relativeError(weights[names.indexOf(name)]!, expected), name).toBeLessThan(ROUNDING);
  }
});

async function compile(
  optimizer: UpdateRule,
): Promise<{ compiled: CompiledStep; names: string[]; learning: string[] }> {
  const suffix = network();
  const head = buildHead(4, 3, resolveHead({ dropout: 0 }), 1);
  const weights = [...weightsOf(suffix), ...weightsOf(head)];
  for (const { name, shape, variable } of weights) {
    const centre = /gamma|variance$/.test(name) ? 1 : 0;
    const size = shape.reduce((a, b) => a * b, 1);
    const values = Float32Array.from({ length: size }, (_, i) => centre + 0.4 * Math.sin(i + name.length));
    variable.assign(tf.tensor(values, shape as number[]));
  }
  const compiled = await compileTrainingStep({ suffix, head, optimizer, l2: 0 });
  if ('notCompiled' in compiled) throw new Error(compiled.notCompiled);
  return {
    compiled,
    names: weights.map(({ name }) => name),
    learning: weights.filter(({ trainable }) => trainable).map(({ name }) => name),
  };
}

function network(): tf.LayersModel {
  const input = tf.input({ shape: [6, 6, 3] });
  const norm = (name: string, options: object = {}) =>
    tf.layers.layerNormalization({ name, epsilon: 1e-6, ...options });
  const short = apply(
    input,
    tf.layers.separableConv2d({
      name: 'separable',
      filters: 4,
      kernelSize: 3,
      padding: 'same',
      useBias: false,
    }),
    tf.layers.batchNormalization({ name: 'norm', epsilon: 1e-3 }),
    named('hardSwish'),
  );
  const branch = apply(
    short,
    norm('layer_norm'),
    tf.layers.dense({ name: 'expand', units: 8 }),
    named('gelu'),
    tf.layers.dense({ name: 'narrow', units: 4 }),
    named('gelu_new'),
    norm('unscaled', { scale: false }),
  );
  const sum = tf.layers.add().apply([short, branch]) as tf.SymbolicTensor;
  const last = norm('uncentred', { epsilon: 1e-3, center: false });
  return tf.model({ inputs: input, outputs: apply(sum, last, tf.layers.globalAveragePooling2d({})) });
}
