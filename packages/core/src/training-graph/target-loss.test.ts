import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { createRandom } from '../random.js';
import { buildHead, resolveHead } from '../training/head.js';
import { trainableNetwork } from '../training/trainable-network.js';
import { layerByLayerTrainer } from '../training/trainer.js';
import { compileTrainingStep } from './compile-training-step.js';
import type { LearningOptions, StepBatch } from './types.js';

beforeAll(() => startEngine());

test.each([
  ['multi-label', 'sigmoid'],
  ['regression', 'squared'],
] as const)('ten steps of a %s head, compiled, equal those layer by layer', async (task, targetLoss) => {
  const head = () =>
    buildHead(6, 3, resolveHead({ dropout: 0, dense: [{ units: 5, activation: 'tanh' }] }), 7, task);
  const options: LearningOptions = { optimizer: { name: 'sgd', momentum: 0.9 }, l2: 0.01, targetLoss };
  const compiled = await compileTrainingStep({ head: head(), ...options });
  if ('notCompiled' in compiled) throw new Error(compiled.notCompiled);
  const plain = layerByLayerTrainer(trainableNetwork(undefined, head()), options);
  for (let step = 1; step <= 10; step++) {
    const schedule = { step, learningRate: 0.1, dropoutSeed: 1 };
    const [a, b] = [compiled.step(batchOf(step, task), schedule), plain.step(batchOf(step, task), schedule)];
    expect(a.loss).toBeCloseTo(b.loss, 5);
    expect(a.correct).toEqual(b.correct);
  }
  const expected = (await plain.read()).weights.flatMap((values) => [...values]);
  const received = compiled.readBack().weights.flatMap((values) => [...values]);
  expect(Math.max(...received.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-5);
  expect(compiled.evaluate(batchOf(11, task)).loss).toBeCloseTo(plain.evaluate(batchOf(11, task)).loss, 5);
  compiled.dispose();
  plain.dispose();
});

function batchOf(step: number, task: string): StepBatch {
  const random = createRandom(step, 'batch');
  const number = () => random.integer(1000) / 500 - 1;
  return {
    features: Float32Array.from({ length: 24 }, number),
    shape: [4, 6],
    labels: new Int32Array(4),
    targets: Float32Array.from({ length: 12 }, () => (task === 'multi-label' ? random.integer(2) : number())),
  };
}
