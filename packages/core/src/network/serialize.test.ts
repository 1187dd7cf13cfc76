import { expectNoLeakedTensors } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { deserializeNetwork, serializeNetwork } from './serialize.js';
import { fingerprint } from './weights.js';

beforeAll(() => startEngine());

function network(): tf.LayersModel {
  const input = tf.input({ shape: [6, 6, 2], name: 'input' });
  const conv = tf.layers.separableConv2d({ filters: 3, kernelSize: 3, name: 'separable' }).apply(input);
  const norm = tf.layers
    .batchNormalization({ name: 'norm', movingVarianceInitializer: 'randomUniform' })
    .apply(conv);
  const output = tf.layers.flatten({ name: 'flatten' }).apply(norm) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: output, name: 'small' });
}

test('a network comes back from its bytes bit for bit', async () => {
  const model = network();
  const bytes = await serializeNetwork(model);
  const again = await deserializeNetwork(bytes, 'small.safetensors');
  expect(await fingerprint(again)).toBe(await fingerprint(model));
  expect(Buffer.from(await serializeNetwork(again)).equals(bytes)).toBe(true);
});

test('writing and reading leaves no tensor behind', async () => {
  const model = network();
  await expectNoLeakedTensors(async () => {
    (await deserializeNetwork(await serializeNetwork(model), 'small.safetensors')).dispose();
  });
});

test('the fingerprint changes with one bit of a weight, moving statistics included', async () => {
  const model = network();
  const before = await fingerprint(model);
  const norm = model.getLayer('norm');
  const [gamma, beta, mean, variance] = norm.getWeights();
  norm.setWeights([gamma!, beta!, mean!.add(1e-7), variance!]);
  expect(await fingerprint(model)).not.toBe(before);
});

test('tensors without a network are refused by name', async () => {
  const { writeSafetensors } = await import('../weights/safetensors.js');
  const bytes = writeSafetensors([{ name: 'a/kernel', shape: [1], data: new Float32Array(1) }]);
  await expect(deserializeNetwork(bytes, 'odd.safetensors')).rejects.toMatchObject({
    code: 'NETWORK_DAMAGED',
    message: expect.stringContaining('odd.safetensors'),
  });
});
