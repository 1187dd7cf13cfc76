import { expect, test } from 'vitest';
import type { FeatureSet } from '../features/feature-set.js';
import { fit } from './fit.js';
import type { Trainer } from './trainer.js';

/** A trainer whose weights are the number of updates that they took, and whose validation losses are given by it. */
function scriptedTrainer(lossAfter: readonly number[]): Trainer & { weights: () => number } {
  let updates = 0;
  return {
    weights: () => updates,
    step: () => ({ loss: 0, correct: 0, updated: ++updates }) as never,
    evaluate: () => ({ loss: lossAfter[updates]!, correct: 2 }) as never,
    read: async () => ({ weights: [Float32Array.of(updates)], slots: {} }),
    readWeights: async () => [Float32Array.of(updates)],
    write: ({ weights }) => {
      updates = weights[0]![0]!;
    },
    dispose: () => undefined,
  };
}

const samples = {
  samples: [{}, {}],
  labels: [0, 1],
  shape: [1],
  read: async (positions: readonly number[]) => new Float32Array(positions.length),
} as unknown as FeatureSet;

const OPTIONS = {
  phase: 'training',
  epochs: 9,
  batchSize: 2,
  learningRate: 1e-3,
  schedule: 'constant',
  seed: 1,
  history: [],
} as const;

test('a head of random weights is never what is kept, though it may have the lowest validation loss', async () => {
  const trainer = scriptedTrainer([0.69, 1.3, 1.2, 1.7, 1.8]);
  const history = await fit(trainer, samples, samples, { ...OPTIONS, earlyStopping: 2 });
  expect(history).toHaveLength(4);
  expect(trainer.weights()).toBe(2);
});

test('what starts from learned weights keeps them where no epoch beats them', async () => {
  const trainer = scriptedTrainer([0.69, 1.3, 1.2, 1.7, 1.8]);
  const history = await fit(trainer, samples, samples, {
    ...OPTIONS,
    earlyStopping: 2,
    startsLearned: true,
  });
  expect(history).toHaveLength(2);
  expect(trainer.weights()).toBe(0);
});

test('without early stopping the last weights are kept', async () => {
  const trainer = scriptedTrainer([0.69, 1.3, 1.2, 1.7]);
  await fit(trainer, samples, samples, { ...OPTIONS, epochs: 3, earlyStopping: false });
  expect(trainer.weights()).toBe(3);
});
