import { expectNoLeakedTensors } from '@graft/testing';
import type * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { efficientnetLite0 } from '../backbones/efficientnet-lite0.js';
import { drawKernels } from '../backbones/random-weights.js';
import { startEngine } from '../engine/engine.js';
import { cutNetwork } from '../network/cut.js';
import { withPooling } from '../network/with-layers.js';
import { createRandom } from '../random.js';
import { buildHead, resolveHead } from '../training/head.js';
import { createOptimizer } from '../training/optimizers.js';
import { trainableNetwork } from '../training/trainable-network.js';
import { evaluationStep, trainingStep } from '../training/training-step.js';
import type { OptimizerOptions } from '../training/types.js';
import { compileTrainingStep } from './compile-training-step.js';
import type { CompiledStep, StepBatch } from './types.js';

beforeAll(() => startEngine());

const ADAM: OptimizerOptions = { name: 'adam' };

describe('ten steps equal those of the plain path', () => {
  test.each<OptimizerOptions>([
    ADAM,
    { name: 'sgd', momentum: 0 },
    { name: 'sgd', momentum: 0.9 },
    { name: 'sgd', momentum: 0.8, nesterov: true },
    { name: 'rmsprop' },
    { name: 'rmsprop', rho: 0.8, momentum: 0.5, epsilon: 1e-3 },
  ])('for a head alone with %j, class weights and a penalty', async (optimizer) => {
    const head = buildHead(12, 3, resolveHead({ dropout: 0, dense: [{ units: 8, activation: 'tanh' }] }), 5);
    await expectSameTraining(undefined, head, batchOf([12], 3), {
      optimizer,
      l2: 0.01,
      classWeights: [2, 1, 0.5],
    });
  });

  test('for EfficientNet-Lite0 from block7a', async () => {
    const model = withPooling(efficientnetLite0.build({ inputSize: 64, alpha: 1 }), 'average');
    drawKernels(model, 3);
    const { suffix, featureShape } = await cutNetwork(model, 'block7a_expand_conv');
    const head = buildHead(1280, 3, resolveHead({ dropout: 0 }), 5);
    await expectSameTraining(suffix, head, batchOf(featureShape, 3), { optimizer: ADAM, l2: 0 });
  });
});

interface Settings {
  optimizer: OptimizerOptions;
  l2: number;
  classWeights?: readonly number[];
}

async function expectSameTraining(
  suffix: tf.LayersModel | undefined,
  head: tf.LayersModel,
  batch: StepBatch,
  { optimizer, l2, classWeights }: Settings,
): Promise<void> {
  const compiled = await compile({ suffix, head, optimizer, l2, classWeights });
  const network = trainableNetwork(suffix, head);
  const trained = network.weights.filter(({ trainable }) => trainable).map(({ variable }) => variable);
  const plain = createOptimizer(optimizer, trained);
  for (let step = 1; step <= 10; step++) {
    const schedule = { step, learningRate: 1e-3, dropoutSeed: step };
    const expected = trainingStep(network, plain, batch, { ...schedule, l2, classWeights });
    const received = compiled.step(batch, schedule);
    console.log(
      received.loss,
      expected.loss,
      relativeError(Float32Array.of(received.loss), Float32Array.of(expected.loss)),
    );
    expect(received.correct).toBe(expected.correct);
  }
  const { weights, slots } = compiled.readBack();
  const errors = network.weights.map(
    ({ variable, name }, i) =>
      [name, relativeError(weights[i]!, variable.dataSync() as Float32Array)] as const,
  );
  console.log(
    Math.max(...errors.map(([, e]) => e)),
    errors.filter(([, e]) => e > 1e-5),
  );
  for (const [name, slot] of Object.entries(plain.slots)) {
    console.log(
      name,
      Math.max(
        ...slot.map((variable, i) => relativeError(slots[name]![i]!, variable.dataSync() as Float32Array)),
      ),
    );
  }
  console.log(compiled.evaluate(batch), evaluationStep(network, batch));
  compiled.dispose();
}

async function compile(options: Parameters<typeof compileTrainingStep>[0]): Promise<CompiledStep> {
  const compiled = await compileTrainingStep(options);
  if ('notCompiled' in compiled) throw new Error(compiled.notCompiled);
  return compiled;
}

/** Largest difference, relative to the largest value. */
function relativeError(received: Float32Array, expected: Float32Array): number {
  const size = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return received.reduce((max, value, i) => Math.max(max, Math.abs(value - expected[i]!)), 0) / (size || 1);
}

function batchOf(shape: readonly number[], classes: number, rows = 8): StepBatch {
  const random = createRandom(7, 'batch');
  const size = rows * shape.reduce((a, b) => a * b, 1);
  return {
    features: Float32Array.from({ length: size }, () => random.normal()),
    shape: [rows, ...shape],
    labels: Int32Array.from({ length: rows }, () => random.integer(classes)),
  };
}
