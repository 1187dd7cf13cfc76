import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test, vi } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { buildHead, resolveHead } from './head.js';
import { trainableNetwork } from './trainable-network.js';
import { evaluationStep } from './training-step.js';

beforeAll(async () => {
  vi.stubEnv('GRAFT_ENGINE', 'wasm');
  await startEngine();
});

test('the loss on WebAssembly is the cross-entropy: ln 4 of four labels that are equally likely', () => {
  expect(tf.getBackend()).toBe('wasm');
  const head = buildHead(3, 4, resolveHead({ dropout: 0 }), 1);
  head.setWeights(head.getWeights().map(tf.zerosLike));
  const batch = {
    features: Float32Array.of(1, 2, 3, 4, 5, 6),
    shape: [2, 3],
    labels: Int32Array.of(3, 1),
  };
  const { loss } = evaluationStep(trainableNetwork(undefined, head), batch);
  expect(loss).toBeCloseTo(Math.log(4), 5);
});
