import { goldenInput, goldenWeight } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { listBackbones } from '../backbones/registry.js';
import { scalePixels } from '../data/preprocessing.js';
import { startEngine } from '../engine/engine.js';
import { relativeDifference } from '../onnx/compare-with-tfjs.js';
import { freezeNetwork } from './frozen-network.js';

beforeAll(async () => {
  await startEngine();
});

/** The same code with more or wider blocks; all were tried when this was written, and together take a minute. */
const LARGER = /^resnet1|^densenet(169|201)|^efficientnet-(b[2-7]|v2-b[23])|^vgg19/;

test.each(listBackbones().filter(({ name }) => !LARGER.test(name)))(
  '$title is compiled, and gives the features that it gives layer by layer',
  async (backbone) => {
    // One pixel more than the least: another parity at the strides than the usual sizes.
    const inputSize = backbone.minInputSize + 1;
    const model = backbone.build({ inputSize, alpha: 1 });
    assignWeights(model);
    const pixels = Uint8Array.from(goldenInput(inputSize), (value) => 256 * value);
    const expected = tf.tidy(() => {
      const picture = tf.tensor(scalePixels(pixels, backbone.scaling), [1, inputSize, inputSize, 3]);
      return (model.predict(picture) as tf.Tensor).dataSync<'float32'>();
    });

    const frozen = await freezeNetwork(model, { pixels: backbone.scaling });
    expect(frozen.runtime).toBe('onnx');
    expect(relativeDifference(await frozen.run(pixels), expected)).toBeLessThan(1e-4);

    await frozen.dispose();
    model.dispose();
  },
);

/**
 * The goldens' weights, with smaller residual branches, as training leaves them: drawn at random, EfficientNetV2's make
 * differences of one rounding as large as the features.
 */
function assignWeights(model: tf.LayersModel): void {
  for (const variable of model.weights) {
    const shape = variable.shape as number[];
    const share = variable.originalName.endsWith('project_bn/gamma') ? 0.6 : 1;
    const weight = goldenWeight(variable.originalName, shape);
    const value = tf.tensor(share === 1 ? weight : weight.map((x) => x * share), shape);
    variable.write(value);
    value.dispose();
  }
}
