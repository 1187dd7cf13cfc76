import { uniform } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import type { UpdateRule } from '../training-graph/types.js';
import { clipGradients, createAccumulator } from './gradients.js';
import { createMovingAverage } from './moving-average.js';
import { createOptimizer } from './optimizers.js';

beforeAll(() => startEngine());

const signed = (name: string, count: number) => Float32Array.from(uniform(name, count), (u) => 2 * u - 1);
const MOMENTUM: UpdateRule = { name: 'sgd', momentum: 0.9 };

/** Two weights and, ten times, the gradients that Keras was given. @returns the weights' values at the end. */
function train(
  optimizer: UpdateRule,
  update: (
    gradients: tf.Tensor[],
    batch: number,
    apply: (gradients: tf.Tensor[], step: number) => void,
  ) => void,
): number[] {
  return tf.tidy(() => {
    const weights = [
      tf.variable(tf.tensor1d(signed('weight', 4))),
      tf.variable(tf.tensor1d(signed('second', 3))),
    ];
    const rule = createOptimizer(optimizer, weights);
    for (let batch = 0; batch < 10; batch++) {
      const gradients = [signed(`gradient${batch}`, 4), signed(`second gradient${batch}`, 3)];
      update(
        gradients.map((g) => tf.tensor1d(g)),
        batch,
        (g, step) => rule.apply(g, step, 0.01),
      );
    }
    const values = weights.flatMap((weight) => [...weight.dataSync()]);
    rule.dispose();
    tf.dispose(weights);
    return values;
  });
}

function expectNear(received: readonly number[], keras: readonly number[]): void {
  expect(received).toHaveLength(keras.length);
  received.forEach((value, i) => {
    expect(Math.abs(value - keras[i]!)).toBeLessThan(1e-6);
  });
}

describe('ten updates end where Keras 3.15 ends', () => {
  test('SGD with gradients clipped by global norm', () => {
    const received = train(MOMENTUM, (gradients, batch, apply) =>
      apply(clipGradients(gradients, { globalNorm: 0.5 }), batch + 1),
    );
    expectNear(
      received,
      [
        0.3759986460208893, 0.2981535494327545, -0.08451996743679047, -0.8187844157218933,
        0.03809289634227753, -0.3312223553657532, -0.582402229309082,
      ],
    );
  });

  test('Adam with gradients clipped by global norm', () => {
    const received = train({ name: 'adam' }, (gradients, batch, apply) =>
      apply(clipGradients(gradients, { globalNorm: 0.5 }), batch + 1),
    );
    expectNear(
      received,
      [
        0.37367433309555054, 0.2751147449016571, -0.09296304732561111, -0.8317633271217346,
        0.06520229578018188, -0.3148496150970459, -0.5686110854148865,
      ],
    );
  });

  test('SGD with gradients clipped by value', () => {
    const received = train(MOMENTUM, (gradients, batch, apply) =>
      apply(clipGradients(gradients, { value: 0.3 }), batch + 1),
    );
    expectNear(
      received,
      [
        0.37307819724082947, 0.26366835832595825, -0.08130805939435959, -0.812991201877594,
        0.04688854515552521, -0.3360564708709717, -0.576687216758728,
      ],
    );
  });

  test('SGD with the gradients of two batches in one update', () => {
    const kept = tf.tidy(() => [tf.variable(tf.zeros([4])), tf.variable(tf.zeros([3]))]);
    const accumulator = createAccumulator(kept);
    const received = train(MOMENTUM, (gradients, batch, apply) => {
      if (batch % 2 === 0) accumulator.hold(gradients);
      else apply(accumulator.take(gradients), (batch + 1) / 2);
    });
    accumulator.dispose();
    tf.dispose(kept);
    expectNear(
      received,
      [
        0.3778173625469208, 0.30009567737579346, -0.08006224781274796, -0.8208327293395996,
        0.03626111522316933, -0.3327164649963379, -0.5905925035476685,
      ],
    );
  });

  test('the moving average of weights that AdamW moves', () => {
    const weight = tf.tidy(() => tf.variable(tf.tensor1d(signed('weight', 4))));
    const optimizer = createOptimizer({ name: 'adamw' }, [weight]);
    const average = createMovingAverage([weight], 0.9);
    for (let step = 1; step <= 10; step++) {
      optimizer.apply([tf.tensor1d(signed(`gradient${step - 1}`, 4))], step, 0.01);
      average.update(step);
    }
    const averaged = average.during(() => [...weight.dataSync()]);
    expectNear(averaged, [0.3731590509414673, 0.2943631410598755, -0.08866595476865768, -0.825899064540863]);
    expectNear(
      [...weight.dataSync()],
      [0.3731628954410553, 0.26962268352508545, -0.09060941636562347, -0.8393502235412598],
    );
    average.dispose();
    optimizer.dispose();
    weight.dispose();
  });
});

test('by hand: 3 and 4 have a length of 5, which a bound of 1 divides by 5 and one of 10 leaves alone', () => {
  const clipped = (globalNorm: number) =>
    clipGradients([tf.tensor1d([3]), tf.tensor1d([4])], { globalNorm }).map((g) => g.dataSync()[0]!);
  expectNear(clipped(1), [0.6, 0.8]);
  expect(clipped(10)).toEqual([3, 4]);
  expect(clipGradients([tf.tensor1d([-3, 0.5])], { value: 1 })[0]!.dataSync()).toEqual(
    Float32Array.of(-1, 0.5),
  );
});

test('by hand: of weights 2, 4, 8 an average with share 0.5 goes 2, 3, 5.5', () => {
  const weight = tf.tidy(() => tf.variable(tf.scalar(1)));
  const average = createMovingAverage([weight], 0.5);
  const seen = [2, 4, 8].map((value, i) => {
    weight.assign(tf.scalar(value));
    average.update(i + 1);
    return average.averages[0]!.dataSync()[0];
  });
  expect(seen).toEqual([2, 3, 5.5]);
});
