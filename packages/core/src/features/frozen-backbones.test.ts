import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { listBackbones } from '../backbones/registry.js';
import { startEngine } from '../engine/engine.js';
import { drawWeights, relativeDifference } from '../onnx/compare-with-tfjs.js';
import { createRandom } from '../random.js';
import { freezeNetwork } from './frozen-network.js';

beforeAll(async () => {
  await startEngine();
});

test.each(listBackbones())(
  '$title is compiled, and gives the features that it gives layer by layer',
  async (backbone) => {
    // One pixel more than the least: another parity at the strides than the usual sizes.
    const inputSize = backbone.minInputSize + 1;
    const model = backbone.build({ inputSize, alpha: 1 });
    drawWeights(model);
    const random = createRandom('picture');
    const picture = Float32Array.from({ length: inputSize * inputSize * 3 }, () => random.next());
    const expected = tf.tidy(() =>
      (model.predict(tf.tensor(picture, [1, inputSize, inputSize, 3])) as tf.Tensor).dataSync<'float32'>(),
    );

    const frozen = await freezeNetwork(model);
    expect(frozen.runtime).toBe('onnx');
    expect(relativeDifference(await frozen.run(picture), expected)).toBeLessThan(1e-4);

    await frozen.dispose();
    model.dispose();
  },
);
