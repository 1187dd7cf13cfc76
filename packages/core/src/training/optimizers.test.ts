import { expectNoLeakedTensors, uniform } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import type { UpdateRule } from '../training-graph/types.js';
import { createOptimizer } from './optimizers.js';

beforeAll(() => startEngine());

const signed = (name: string) => Float32Array.from(uniform(name, 4), (u) => 2 * u - 1);

/** Ten updates with the gradients that Keras was given. */
function tenUpdates(options: UpdateRule): number[] {
  const weight = tf.tidy(() => tf.variable(tf.tensor1d(signed('weight'))));
  const optimizer = createOptimizer(options, [weight]);
  for (let step = 0; step < 10; step++) {
    const gradient = tf.tensor1d(signed(`gradient${step}`));
    optimizer.apply([gradient], step + 1, 0.01);
    gradient.dispose();
  }
  const values = [...weight.dataSync()];
  optimizer.dispose();
  weight.dispose();
  return values;
}

describe('ten updates end where Keras 3.15 ends', () => {
  test.each<[string, UpdateRule, number[]]>([
    [
      'Adam',
      { name: 'adam' },
      [0.3733132779598236, 0.2697397768497467, -0.09064461290836334, -0.8396808505058289],
    ],
    [
      'AdamW',
      { name: 'adamw' },
      [0.3731628954410553, 0.26962268352508545, -0.09060941636562347, -0.8393502235412598],
    ],
    [
      'AdamW with constants of its own',
      { name: 'adamw', beta1: 0.8, beta2: 0.95, epsilon: 1e-4, weightDecay: 0.3 },
      [0.3598846197128296, 0.2646760046482086, -0.08510008454322815, -0.8090769052505493],
    ],
    [
      'SGD with momentum',
      { name: 'sgd', momentum: 0.9 },
      [0.37018850445747375, 0.23628999292850494, -0.09640587866306305, -0.8732648491859436],
    ],
    [
      'SGD with Nesterov momentum',
      { name: 'sgd', momentum: 0.9, nesterov: true },
      [0.36278608441352844, 0.2298608422279358, -0.09479804337024689, -0.867383599281311],
    ],
    [
      'plain SGD',
      { name: 'sgd', momentum: 0 },
      [0.36998099088668823, 0.3094433546066284, -0.07666618376970291, -0.8038976192474365],
    ],
    [
      'RMSprop',
      { name: 'rmsprop' },
      [0.3510797619819641, 0.256347119808197, -0.08777488768100739, -0.815079927444458],
    ],
    [
      'RMSprop with momentum',
      { name: 'rmsprop', momentum: 0.9 },
      [0.297047883272171, -0.08425506949424744, -0.1900411993265152, -1.023856282234192],
    ],
  ])('%s', (_, options, keras) => {
    tenUpdates(options).forEach((value, i) => {
      expect(Math.abs(value - keras[i]!)).toBeLessThan(1e-6);
    });
  });
});

test('an optimiser frees its state', async () => {
  await expectNoLeakedTensors(() => void tenUpdates({ name: 'rmsprop', momentum: 0.9 }));
});

test('state put back in the middle gives the same bits as going on', () => {
  const run = (interrupt: boolean) => {
    const weight = tf.tidy(() => tf.variable(tf.tensor1d(signed('weight'))));
    let optimizer = createOptimizer({ name: 'adam' }, [weight]);
    for (let step = 0; step < 10; step++) {
      if (interrupt && step === 5) {
        const saved = [optimizer.slots.m![0]!.dataSync().slice(), optimizer.slots.v![0]!.dataSync().slice()];
        optimizer.dispose();
        optimizer = createOptimizer({ name: 'adam' }, [weight]);
        optimizer.slots.m![0]!.assign(tf.tensor1d(saved[0]!));
        optimizer.slots.v![0]!.assign(tf.tensor1d(saved[1]!));
      }
      optimizer.apply([tf.tensor1d(signed(`gradient${step}`))], step + 1, 0.01);
    }
    return weight.dataSync();
  };
  expect(run(true)).toEqual(run(false));
});
