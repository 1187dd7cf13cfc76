import { uniform } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { buildHead, resolveHead } from './head.js';
import { trainableNetwork } from './trainable-network.js';
import { createTrainer, layerByLayerTrainer, type Trainer } from './trainer.js';

beforeAll(() => startEngine());

/** Logits `[4, 3]` in [-4, 4). */
const batch = {
  features: Float32Array.from(uniform('logits', 12), (u) => 4 * (2 * u - 1)),
  shape: [4, 3],
  labels: Int32Array.of(0, 2, 1, 1),
};

/** A head that gives its input back as logits. */
function identityHead() {
  const head = buildHead(3, 3, resolveHead({ dropout: 0 }), 1);
  head.setWeights([tf.eye(3), tf.zeros([3])]);
  return trainableNetwork(undefined, head);
}

describe.each<[string, (labelSmoothing: number) => Promise<Trainer>]>([
  [
    'compiled',
    (s) => createTrainer(identityHead(), { optimizer: { name: 'adam' }, l2: 0, labelSmoothing: s }),
  ],
  [
    'layer by layer',
    async (s) =>
      layerByLayerTrainer(identityHead(), { optimizer: { name: 'adam' }, l2: 0, labelSmoothing: s }),
  ],
])('%s', (_, trainerWith) => {
  test.each([
    [0, 0.973077654838562],
    [0.1, 1.0618903636932373],
    [0.3, 1.2395156621932983],
  ])('with %d the loss is that of CategoricalCrossentropy in Keras 3.15', async (share, keras) => {
    const trainer = await trainerWith(share);
    const evaluated = trainer.evaluate(batch).loss;
    const { loss } = trainer.step(batch, { step: 1, learningRate: 1e-3, dropoutSeed: 1 });
    expect(Math.abs(loss - keras)).toBeLessThan(1e-6);
    expect(Math.abs(evaluated - 0.973077654838562)).toBeLessThan(1e-6);
    trainer.dispose();
  });
});
