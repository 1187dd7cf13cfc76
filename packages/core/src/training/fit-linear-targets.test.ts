import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { fitLinearTargets } from './fit-linear-targets.js';
import { targetLoss } from './target-loss.js';

beforeAll(() => startEngine());

const ROWS = 12;
const rows = [...Array(ROWS).keys()];
const features = Float32Array.from(rows.flatMap((i) => [0, 1, 2].map((j) => ((i * 7 + j * 3) % 11) / 10)));

/** Expected values: scikit-learn 1.9.1 on the same numbers, `LogisticRegression(C=1/(2*12*0.01), tol=1e-10)` and `Ridge(alpha=12*0.01)`. */
describe('the head for several targets is the one of scikit-learn', () => {
  test('a logistic regression per label', async () => {
    const targets = Float32Array.from(rows.flatMap((i) => [+((i * 5) % 7 < 3), +((i * 3) % 5 < 2)]));
    const { kernel, bias, converged } = await fitLinearTargets(features, targets, 2, 'sigmoid', {
      l2: 0.01,
      tolerance: 1e-7,
    });
    expect(converged).toBe(true);
    expectClose(column(kernel, 0), [0.9006140588969511, -0.5392747107926821, 0.11318485692846113]);
    expectClose(column(kernel, 1), [-1.306658078958697, 1.1183272468913217, 1.2813087587945826]);
    expectClose(bias, [-0.5527365384868023, -0.9921288287640617]);
  });

  test('ridge regression', async () => {
    const targets = Float32Array.from(rows.flatMap((i) => [((i * 4) % 9) / 3, 10 - ((i * 2) % 7)]));
    const { kernel, bias } = await fitLinearTargets(features, targets, 2, 'squared', {
      l2: 0.01,
      tolerance: 1e-7,
    });
    expectClose(column(kernel, 0), [0.0969145569620253, 0.7099506929121664, 0.7541286823055782]);
    expectClose(column(kernel, 1), [-5.197784810126581, 0.5810155614911163, -5.186607246545116]);
    expectClose(bias, [0.562422579646189, 11.904685866914411]);
  });
});

test('losses are those of Keras 3, far logits included', () => {
  const outputs = tf.tensor2d([2, -1, 0.5, -3, 0.1, 40], [2, 3]);
  const targets = tf.tensor2d([1, 0, 1, 0, 1, 0], [2, 3]);
  expect(tf.tidy(() => targetLoss(outputs, targets, 'sigmoid').dataSync()[0])).toBeCloseTo(
    6.934541702270508,
    5,
  );
  expect(tf.tidy(() => targetLoss(outputs, targets, 'squared').dataSync()[0])).toBeCloseTo(
    268.6766662597656,
    3,
  );
});

function column(kernel: Float32Array, output: number): number[] {
  return [...kernel].filter((_, i) => i % 2 === output);
}

function expectClose(received: ArrayLike<number>, expected: readonly number[]): void {
  expected.forEach((value, i) => {
    expect(Math.abs(received[i]! - value)).toBeLessThan(2e-4);
  });
}
