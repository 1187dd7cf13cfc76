import { expectNoLeakedTensors } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadBackbone } from '../backbones/load-backbone.js';
import { exampleFacts } from '../bundle/example.js';
import { writeBundle } from '../bundle/write-bundle.js';
import { startEngine } from '../engine/engine.js';
import { cutNetwork } from '../network/cut.js';
import { joinNetworks } from '../network/join-networks.js';
import { serializeNetwork } from '../network/serialize.js';
import { fingerprint } from '../network/weights.js';
import { withPooling } from '../network/with-layers.js';
import { memoryStorage } from '../storage/memory-storage.js';
import { largestDifference, saveExample } from './test-data/saved-model.js';
import { loadWholeNetwork } from './whole-network.js';

beforeAll(() => startEngine());

describe('a saved model as one network', () => {
  test.each([undefined, 'block_16_expand'])('computes what its parts compute, cut at %s', async (from) => {
    const { storage, pictures, shape, probabilities } = await saveExample('mobilenet-v2', { from });
    await expectNoLeakedTensors(async () => {
      const { model } = await loadWholeNetwork(storage, '');
      const received = tf.tidy(() =>
        (model.predict(tf.tensor(pictures, [...shape])) as tf.Tensor).dataSync<'float32'>(),
      );
      expect(largestDifference(received, probabilities)).toBeLessThan(1e-6);
      model.dispose();
    });
  });

  test('takes the frozen part that ships with Graft where the bundle has none', async () => {
    const facts = exampleFacts({
      strategy: { name: 'feature-extraction' },
      backbone: { name: 'efficientnet-lite0', inputSize: 64, alpha: 1, weightsSource: 'shipped' },
    });
    const backbone = await loadBackbone({ name: 'efficientnet-lite0', inputSize: 64 });
    const { prefix, lastFrozen, featureShape } = await cutNetwork(withPooling(backbone.model, 'average'));
    const head = dense('logits', [...featureShape]);
    const storage = memoryStorage();
    const frozen = { lastLayer: lastFrozen, featureShape, fingerprint: await fingerprint(prefix) };
    await writeBundle(storage, '', {
      manifest: { ...facts, prefix: frozen },
      weights: await serializeNetwork(head),
    });

    const { model } = await loadWholeNetwork(storage, '');
    expect(model.inputs[0]!.shape).toEqual([null, 64, 64, 3]);
    expect(model.getLayer('stem_conv').getWeights()[0]!.dataSync()).toEqual(
      backbone.model.getLayer('stem_conv').getWeights()[0]!.dataSync(),
    );
    expect(model.outputs[0]!.sourceLayer.name).toBe('logits');
  });
});

test('two parts that share the name of a layer are refused by that name', async () => {
  await expect(joinNetworks(dense('same', [3]), dense('same', [2]), 'both')).rejects.toMatchObject({
    code: 'NETWORK_DUPLICATE_LAYER',
    details: { layer: 'same' },
  });
});

function dense(name: string, shape: number[]): tf.LayersModel {
  const input = tf.input({ shape, name: `${name}_input` });
  return tf.model({
    inputs: input,
    outputs: tf.layers.dense({ units: 2, name }).apply(input) as tf.SymbolicTensor,
  });
}
