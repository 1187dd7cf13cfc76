import { expectNoLeakedTensors } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { PIXEL_SCALINGS, scalePixels } from '../data/preprocessing.js';
import { startEngine } from '../engine/engine.js';
import { chain, drawWeights, relativeDifference } from '../onnx/compare-with-tfjs.js';
import { createRandom } from '../random.js';
import { freezeNetwork } from './frozen-network.js';
import { layerByLayer } from './layer-by-layer.js';

beforeAll(() => startEngine());

const SIZE = 16 * 16 * 3;

function network(): tf.LayersModel {
  const model = chain(
    [16, 16, 3],
    tf.layers.conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' }),
    tf.layers.globalAveragePooling2d({}),
  );
  drawWeights(model);
  return model;
}

function pictures(count: number): Uint8Array[] {
  const random = createRandom('pictures');
  return Array.from({ length: count }, () => Uint8Array.from({ length: SIZE }, () => random.integer(256)));
}

describe('a frozen network', () => {
  test.each(Object.values(PIXEL_SCALINGS))(
    'gives from bytes what it gives from pixels scaled as $mode',
    async (pixels) => {
      const model = network();
      const [bytes, floats] = await Promise.all([freezeNetwork(model, { pixels }), freezeNetwork(model)]);
      expect(bytes).toMatchObject({ runtime: 'onnx', outputShape: [8] });
      for (const picture of pictures(5)) {
        const expected = await floats.run(scalePixels(picture, pixels));
        expect(relativeDifference(await bytes.run(picture), expected)).toBeLessThan(1e-5);
      }
      await Promise.all([bytes.dispose(), floats.dispose()]);
      model.dispose();
    },
  );

  test('gives a sample the same bits alone and among others', async () => {
    const model = network();
    const inputs = pictures(40);
    for (const frozen of [
      await freezeNetwork(model, { pixels: PIXEL_SCALINGS.tf }),
      layerByLayer(model, { pixels: PIXEL_SCALINGS.tf }),
    ]) {
      const together = await Promise.all(inputs.map((input) => frozen.run(input)));
      for (const i of [0, 31, 32, 39]) expect(await frozen.run(inputs[i]!)).toEqual(together[i]);
      await frozen.dispose();
    }
    model.dispose();
  });

  test('says once that a layer cannot be compiled, and computes the same in TensorFlow without a leak', async () => {
    const model = chain([4, 1], tf.layers.simpleRNN({ units: 3 }), tf.layers.dense({ units: 2 }));
    drawWeights(model);
    const notices: string[] = [];
    const frozen = await freezeNetwork(model, {}, (event) => {
      if (event.type === 'notice') notices.push(event.message);
    });
    expect(frozen.runtime).toBe('tensorflow');
    expect(notices).toEqual([expect.stringContaining('Not compiled, so slower')]);
    const row = Float32Array.of(0.1, -0.2, 0.3, 0.4);
    await expectNoLeakedTensors(async () => {
      const expected = tf.tidy(() =>
        (model.predict(tf.tensor(row, [1, 4, 1])) as tf.Tensor).dataSync<'float32'>(),
      );
      const rows = await Promise.all(Array.from({ length: 70 }, () => frozen.run(row)));
      for (const values of rows) expect(relativeDifference(values, expected)).toBeLessThan(1e-6);
    });
    model.dispose();
  });

  test('hands on what TensorFlow refuses, to every sample that waited, and goes on', async () => {
    const model = network();
    const frozen = layerByLayer(model, {});
    const picture = new Float32Array(SIZE);
    const answers = await Promise.allSettled([
      frozen.run(picture),
      frozen.run(new Float32Array(32 * SIZE + 1)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await frozen.run(picture)).toHaveLength(8);
    model.dispose();
  });
});
