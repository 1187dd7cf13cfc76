import type { ModelFacts } from './manifest.js';
import type { BundleContents } from './write-bundle.js';

/** A small made-up model, for tests: what a run on cats and dogs would save. */
export function exampleFacts(changes: Partial<ModelFacts> = {}): ModelFacts {
  return {
    id: 'c0ffee00-0000-4000-8000-000000000000',
    createdAt: '2026-01-02T03:04:05.678Z',
    labels: ['cat', 'dog'],
    strategy: { name: 'fine-tuning', from: 'block_14_expand' },
    backbone: {
      name: 'mobilenet-v2',
      inputSize: 160,
      alpha: 0.35,
      weightsSource: 'https://example.org/weights.h5',
    },
    prefix: { lastLayer: 'block_13_project_BN', featureShape: [5, 5, 56], fingerprint: 'f'.repeat(64) },
    preprocessing: {
      inputSize: [160, 160],
      resize: 'crop',
      scaling: { mode: 'tf', channels: 'rgb', mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] },
    },
    head: { pooling: 'average', dropout: 0.2, dense: [{ units: 16, activation: 'relu' }], l2: 0.0001 },
    recipe: {
      epochs: 2,
      batchSize: 32,
      learningRate: 1e-4,
      classWeights: { cat: 1, '10': 2, dog: 3 },
      seed: 42,
    },
    metrics: {
      test: {
        accuracy: 0.975,
        interval: [0.8713, 0.9956],
        count: 40,
        logLoss: 0.0871,
        macroF1: 0.975,
        perClass: [
          { label: 'cat', precision: 0.9524, recall: 1, f1: 0.9756, support: 20 },
          { label: 'dog', precision: 1, recall: 0.95, f1: 0.9744, support: 20 },
        ],
        confusion: [
          [20, 0],
          [1, 19],
        ],
        mistakes: [{ id: 'dog/hülya 🐕.png', actual: 'dog', predicted: 'cat', probability: 0.875 }],
      },
      baselines: { majority: 0.5, nearestNeighbour: 0.85 },
    },
    history: [
      {
        phase: 'training',
        epoch: 1,
        loss: 0.3,
        accuracy: 0.9,
        validationLoss: 0.2,
        validationAccuracy: 0.95,
        learningRate: 1e-4,
        seconds: 1.5,
      },
    ],
    seconds: { total: 12.3, features: 8.1, training: 3.9 },
    dataset: {
      name: 'cats-and-dogs',
      hash: 'd'.repeat(64),
      seed: 42,
      counts: { train: 320, validation: 40, test: 40 },
    },
    versions: { graft: '0.1.0', node: '22.0.0', engine: 'native 2.15.1' },
    ...changes,
  };
}

/** @param fill tells the bytes of two examples apart. */
export function exampleContents(fill = 1): BundleContents {
  return {
    manifest: exampleFacts(),
    weights: Uint8Array.from({ length: 300 }, (_, i) => (i * 7 + fill) % 256),
    prefix: Uint8Array.from({ length: 200 }, (_, i) => (i * 11) % 256),
  };
}
