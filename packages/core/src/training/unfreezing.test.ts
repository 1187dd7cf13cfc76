import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import { startEngine } from '../engine/engine.js';
import { compileTrainingStep } from '../training-graph/compile-training-step.js';
import { buildHead, resolveHead } from './head.js';
import { fineTuning } from './strategies.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';
import { trainableNetwork } from './trainable-network.js';
import { layerByLayerTrainer } from './trainer.js';
import { unfreezingStages } from './unfreezing.js';

beforeAll(() => startEngine());

test('parts join from the top down, each with its own rate', () => {
  const input = tf.input({ shape: [4] });
  const layers = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => tf.layers.dense({ units: 4, name }));
  const output = layers.reduce<tf.SymbolicTensor>((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
  const suffix = tf.model({ inputs: input, outputs: output });
  const network = trainableNetwork(suffix, buildHead(4, 2, resolveHead(), 1));
  const stages = unfreezingStages(network, [2, 5], 9, new Map([['a/kernel', 0.1]]));
  expect(stages.map(({ epochs }) => epochs)).toEqual([2, 3, 4]);
  const learning = ({ rateFactors }: (typeof stages)[number]) =>
    ['a', 'b', 'c', 'd', 'e', 'f'].filter((name) => rateFactors.get(`${name}/kernel`)! > 0).join('');
  expect(stages.map(learning)).toEqual(['ef', 'cdef', 'abcdef']);
  expect(stages[2]!.rateFactors.get('a/kernel')).toBe(0.1);
});

test.each(['adam', 'adamw', 'sgd', 'rmsprop'] as const)(
  'a layer with rate 0 does not move under %s',
  async (name) => {
    const head = () => buildHead(4, 2, resolveHead({ dropout: 0, dense: [{ units: 3 }] }), 1);
    const rateFactors = new Map([
      ['head_dense_1/kernel', 0],
      ['head_dense_1/bias', 0],
    ]);
    const options = { optimizer: { name }, l2: 0.1, rateFactors };
    const compiled = await compileTrainingStep({ head: head(), ...options });
    if ('notCompiled' in compiled) throw new Error(compiled.notCompiled);
    const plain = layerByLayerTrainer(trainableNetwork(undefined, head()), options);
    const before = compiled.readBack().weights;
    const batch = {
      features: Float32Array.from({ length: 8 }, (_, i) => i),
      shape: [2, 4],
      labels: Int32Array.of(0, 1),
    };
    for (let step = 1; step <= 3; step++) {
      compiled.step(batch, { step, learningRate: 0.1, dropoutSeed: 1 });
      plain.step(batch, { step, learningRate: 0.1, dropoutSeed: 1 });
    }
    for (const after of [compiled.readBack().weights, (await plain.read()).weights]) {
      expect(after[0]).toEqual(before[0]);
      expect(after[1]).toEqual(before[1]);
      expect(after[2]).not.toEqual(before[2]);
    }
    compiled.dispose();
    plain.dispose();
  },
);

describe('in a run', () => {
  test('every stage learns, and milestones outside the epochs are refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'graft-unfreeze-'));
    await drawSyntheticPictures(folder, 15);
    const dataset = await loadDataset(folder, { validationFraction: 0.2, testFraction: 0.2 });
    const options = { dataset, backbone: { name: 'efficientnet-lite0', inputSize: 64 }, epochs: 3 };
    const cache = { featureCache: false } as const;
    const result = await train({
      ...options,
      ...cache,
      strategy: fineTuning({ from: 'top_conv', warmUpEpochs: 2, unfreezeAt: [1] }),
    });
    const epochs = result.report.history.filter(({ phase }) => phase === 'training');
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 1, 2]);
    result.dispose();
    await expect(train({ ...options, strategy: fineTuning({ unfreezeAt: [3] }) })).rejects.toMatchObject({
      details: { field: 'strategy.unfreezeAt' },
    });
  });
});
