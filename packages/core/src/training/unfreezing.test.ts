import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import { startEngine } from '../engine/engine.js';
import type { ProgressEvent } from '../progress.js';
import { compileTrainingStep } from '../training-graph/compile-training-step.js';
import { buildHead, resolveHead } from './head.js';
import { fineTuning } from './strategies.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';
import { trainableNetwork } from './trainable-network.js';
import { layerByLayerTrainer } from './trainer.js';
import type { TrainOptions } from './types.js';
import { unfreezingStages } from './unfreezing.js';
import { weightsAfter } from './weights-after.js';

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
  let options: TrainOptions;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'graft-unfreeze-'));
    await drawSyntheticPictures(folder, 15);
    const dataset = await loadDataset(folder, { validationFraction: 0.2, testFraction: 0.2 });
    const featureCache = await mkdtemp(join(tmpdir(), 'graft-features-'));
    options = {
      dataset,
      featureCache,
      backbone: { name: 'efficientnet-lite0', inputSize: 64 },
      strategy: fineTuning({ from: 'top_conv', warmUpEpochs: 1, unfreezeAt: [2] }),
      epochs: 4,
    };
  });

  test('every stage learns, and milestones outside the epochs are refused', async () => {
    const result = await train(options);
    const epochs = result.report.history.filter(({ phase }) => phase === 'training');
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 1, 2]);
    result.dispose();
    await expect(train({ ...options, strategy: fineTuning({ unfreezeAt: [4] }) })).rejects.toMatchObject({
      details: { field: 'strategy.unfreezeAt' },
    });
  });

  // One of warm-up and two of each stage.
  test.each([2, 3, 4])(
    'interrupted after %i of 5 epochs it goes on from there to the same weights',
    async (stopAfter) => {
      const undisturbed = await weightsAfter(options);
      const checkpointFolder = await mkdtemp(join(tmpdir(), 'graft-checkpoint-'));
      const controller = new AbortController();
      let epochs = 0;
      const onProgress = (event: ProgressEvent) => {
        if (event.type === 'epoch' && ++epochs === stopAfter) controller.abort();
      };
      const interrupted = { ...options, checkpointFolder, onProgress };
      await expect(train({ ...interrupted, signal: controller.signal })).rejects.toMatchObject({
        code: 'ABORTED',
      });
      const resumed = await weightsAfter(interrupted);
      expect(epochs).toBe(5);
      expect(resumed.equals(undisturbed)).toBe(true);
    },
  );
});
