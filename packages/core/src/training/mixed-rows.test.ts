import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { softmax } from '../evaluation/calibration.js';
import type { StepBatch } from '../training-graph/types.js';
import { buildHead, resolveHead } from './head.js';
import { trainableNetwork } from './trainable-network.js';
import { createTrainer } from './trainer.js';
import { logitsOf } from './training-step.js';

beforeAll(() => startEngine());

const features = Float32Array.from([0.3, -1, 2, 0.5, 1.5, -0.2]);
const batch: StepBatch = { features, shape: [2, 3], labels: Int32Array.of(0, 2) };
const schedule = { step: 1, learningRate: 0.1, dropoutSeed: 1 };
const network = () => trainableNetwork(undefined, buildHead(3, 3, resolveHead({ dropout: 0 }), 5));
const trainerOf = (of: ReturnType<typeof network>) =>
  createTrainer(of, { optimizer: { name: 'sgd', momentum: 0 }, l2: 0, mixes: true });

test('the loss is the cross-entropy with labels that are shared out', async () => {
  const own = network();
  const p = softmax(logitsOf(own, features, [2, 3]), 2);
  const trainer = await trainerOf(own);
  const mixed = { labels: Int32Array.of(1, 0), shares: Float32Array.of(0.25, 0.9) };
  const { loss } = trainer.step({ ...batch, mixed }, schedule);
  const first = 0.25 * Math.log(p[0]!) + 0.75 * Math.log(p[1]!);
  const second = 0.9 * Math.log(p[3 + 2]!) + 0.1 * Math.log(p[3]!);
  expect(loss).toBeCloseTo(-(first + second) / 2, 5);
  trainer.dispose();
  own.asModel().dispose();
});

test('a share of 1 and no mixing at all are the same step', async () => {
  const weights: Float32Array[] = [];
  for (const mixed of [undefined, { labels: Int32Array.of(1, 0), shares: Float32Array.of(1, 1) }]) {
    const own = network();
    const trainer = await trainerOf(own);
    trainer.step({ ...batch, mixed }, schedule);
    weights.push((await trainer.read()).weights[0]!);
    trainer.dispose();
    own.asModel().dispose();
  }
  expect(weights[1]).toEqual(weights[0]);
});
