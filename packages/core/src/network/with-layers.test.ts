import { expectNoLeakedTensors } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawKernels } from '../backbones/random-weights.js';
import { startEngine } from '../engine/engine.js';
import { copyNetwork } from './copy.js';
import { validCuts } from './cut.js';
import { withoutPooling, withPooling } from './with-layers.js';

beforeAll(async () => {
  await startEngine();
});

/** `low` 6 x 6 x 4, `high` 3 x 3 x 5. */
function backbone(): tf.LayersModel {
  const input = tf.input({ shape: [12, 12, 3] });
  const conv = (name: string, filters: number) =>
    tf.layers.conv2d({ name, filters, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' });
  const low = conv('low', 4).apply(input) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: conv('high', 5).apply(low) as tf.SymbolicTensor });
  drawKernels(model, 1);
  return model;
}

const picture = () => tf.randomUniform([1, 12, 12, 3], -1, 1, 'float32', 1);

function valuesAt(model: tf.LayersModel, layer: string): number[] {
  return tf.tidy(() => {
    const map = tf.model({ inputs: model.inputs, outputs: model.getLayer(layer).output });
    return [...(map.predict(picture()) as tf.Tensor4D).mean([1, 2]).dataSync()];
  });
}

const predicted = (model: tf.LayersModel) =>
  tf.tidy(() => [...(model.predict(picture()) as tf.Tensor).dataSync()]);

describe('pooling', () => {
  test('of several layers joins the average of each, the lowest first, in whatever order they are named', () => {
    const model = backbone();
    const joined = withPooling(model, 'average', ['high', 'low']);
    expect(joined.outputs[0]!.shape).toEqual([null, 9]);
    [...valuesAt(model, 'low'), ...valuesAt(model, 'high')].forEach((mean, i) => {
      expect(predicted(joined)[i]).toBeCloseTo(mean, 5);
    });
    model.dispose();
  });

  test('of a lower layer alone leaves out what is above it', () => {
    const model = backbone();
    expect(withPooling(model, 'both', ['low']).layers.map(({ name }) => name)).not.toContain('high');
    model.dispose();
  });

  test('of several layers can be cut where all of them are above', () => {
    const model = backbone();
    expect(validCuts(withPooling(model, 'average', ['low', 'high']))).toContain('low');
    expect(validCuts(withPooling(model, 'average', ['low', 'high']))).not.toContain('average_pool_high');
    model.dispose();
  });

  test.each(['average', 'max', 'both', 'flatten'] as const)(
    '%s comes off again and leaves the network that was there',
    async (pooling) => {
      const model = backbone();
      for (const layers of [undefined, ['low', 'high']]) {
        const copy = await copyNetwork(withoutPooling(withPooling(model, pooling, layers), pooling, layers));
        expect(copy.layers.map(({ name }) => name)).toEqual(model.layers.map(({ name }) => name));
        expect(predicted(copy)).toEqual(predicted(model));
        copy.dispose();
      }
      model.dispose();
    },
  );

  test('names the layers with a map where one is asked for that has none', () => {
    const model = backbone();
    const pooled = withPooling(model, 'average');
    for (const network of [model, pooled]) {
      expect(() => withPooling(network, 'average', ['average_pool'])).toThrow(
        expect.objectContaining({
          code: 'NETWORK_UNKNOWN_LAYER',
          message: expect.stringContaining('low, high'),
        }),
      );
    }
    model.dispose();
  });

  test('holds no tensors', async () => {
    const model = backbone();
    await expectNoLeakedTensors(async () => {
      withPooling(model, 'average', ['low', 'high']);
    });
    model.dispose();
  });
});
