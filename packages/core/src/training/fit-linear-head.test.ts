import { expectNoLeakedTensors } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { fitLinearHead } from './fit-linear-head.js';
import { createOptimizer } from './optimizers.js';

beforeAll(() => startEngine());

const ROWS = 60;
const SIZE = 7;
const features = Float32Array.from({ length: ROWS * SIZE }, (_, i) => Math.sin(i * i));
const three = Int32Array.from({ length: ROWS }, (_, row) => (row % 5 < 3 ? 0 : (row % 5) - 2));
const two = three.map((label) => Math.floor(label / 2));
const weights = [0.5, 2, 3];

describe("the objective at the optimum is scikit-learn 1.9.1's", () => {
  // LogisticRegression(tol=1e-10, class_weight) with C = 1 / (2 * rows * l2), 1 / (rows * l2) for two labels.
  test.each([
    { classes: 3, l2: 0.1, classWeights: undefined, objective: 0.9057686226710084 },
    { classes: 3, l2: 0.1, classWeights: weights, objective: 1.2511377678654847 },
    { classes: 3, l2: 0.001, classWeights: undefined, objective: 0.8315179569350963 },
    { classes: 3, l2: 0.001, classWeights: weights, objective: 1.141442886996811 },
    { classes: 2, l2: 0.1, classWeights: undefined, objective: 0.46337969090601516 },
    { classes: 2, l2: 0.001, classWeights: weights, objective: 0.4432523949941572 },
  ])('$classes labels, penalty $l2, class weights $classWeights', async (given) => {
    const { classes, l2, classWeights } = given;
    const fit = await fitLinearHead(features, classes === 3 ? three : two, classes, { l2, classWeights });
    expect(fit.objective).toBeCloseTo(given.objective, 6);
    expect(fit.converged).toBe(true);
  });

  test('so are the weights', async () => {
    const { kernel } = await fitLinearHead(features, three, 3, { l2: 0.1, tolerance: 1e-7 });
    const first = [0, 1, 2].map((feature) => kernel[feature * 3]!);
    const reference = [-0.00686912, 0.15638071, 0.06414533];
    reference.forEach((value, i) => {
      expect(first[i]).toBeCloseTo(value, 4);
    });
  });
});

test('no optimiser that goes step by step gets below it', async () => {
  const l2 = 0.01;
  const { objective } = await fitLinearHead(features, three, 3, { l2 });
  const adam = adamObjective(l2, 500);
  expect(objective).toBeLessThan(adam + 1e-6);
  expect(adam - objective).toBeLessThan(1e-2); // It goes to the same place.
});

test('rows that are read block by block give the same optimum as rows in memory', async () => {
  const copies = 100; // The mean over copies is the mean.
  const labels = Int32Array.from({ length: ROWS * copies }, (_, i) => three[i % ROWS]!);
  let most = 0;
  const read = async (positions: readonly number[]) => {
    most = Math.max(most, positions.length);
    return Float32Array.from({ length: positions.length * SIZE }, (_, i) => {
      const row = positions[Math.floor(i / SIZE)]! % ROWS;
      return features[row * SIZE + (i % SIZE)]!;
    });
  };
  const { objective } = await fitLinearHead({ read }, labels, 3, { l2: 0.1 });
  expect(objective).toBeCloseTo(0.9057686226710084, 6);
  expect(most).toBeLessThan(labels.length);
});

test('where it starts changes the time, not the end', async () => {
  const cold = await fitLinearHead(features, three, 3, { l2: 0.01 });
  const warm = await fitLinearHead(features, three, 3, { l2: 0.01, start: cold });
  expect(warm.iterations).toBeLessThan(cold.iterations);
  expect(warm.objective).toBeCloseTo(cold.objective, 6);
});

test('the same features give the same bits and leave no tensors', async () => {
  const first = await fitLinearHead(features, three, 3, { l2: 0.01 });
  await expectNoLeakedTensors(async () => {
    expect(await fitLinearHead(features, three, 3, { l2: 0.01 })).toEqual(first);
  });
});

test('features that are not numbers and an abort are errors', async () => {
  const broken = features.slice().fill(Number.NaN, 10, 11);
  await expect(fitLinearHead(broken, three, 3, { l2: 0.1 })).rejects.toMatchObject({
    code: 'TRAINING_DIVERGED',
  });
  const signal = AbortSignal.abort();
  await expect(fitLinearHead(features, three, 3, { l2: 0.1, signal })).rejects.toMatchObject({
    code: 'ABORTED',
  });
});

/** Adam on the full batch through tfjs's own gradients. */
function adamObjective(l2: number, steps: number): number {
  return tf.tidy(() => {
    const x = tf.tensor2d(features, [ROWS, SIZE]);
    const y = tf.oneHot(tf.tensor1d(three, 'int32'), 3);
    const kernel = tf.variable(tf.zeros([SIZE, 3]));
    const bias = tf.variable(tf.zeros([3]));
    const objective = () => {
      const entropy = x.matMul(kernel).add(bias).logSoftmax().mul(y).sum(1).neg().mean();
      return entropy.add(kernel.square().sum().mul(l2)).asScalar();
    };
    const optimizer = createOptimizer({ name: 'adam' }, [kernel, bias]);
    for (let step = 1; step <= steps; step++) {
      const { grads } = tf.variableGrads(objective, [kernel, bias]);
      optimizer.apply([grads[kernel.name]!, grads[bias.name]!], step, 0.02);
    }
    optimizer.dispose();
    const value = objective().dataSync()[0]!;
    kernel.dispose();
    bias.dispose();
    return value;
  });
}
