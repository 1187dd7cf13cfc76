import { expectNoLeakedTensors } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { mobilenet } from './mobilenet.js';
import { drawKernels } from './random-weights.js';

beforeAll(async () => {
  await startEngine();
});

const options = { inputSize: 96, alpha: 0.5 };

test('kernels are uniform within sqrt(6 / fan in), the rest is left alone', () => {
  const model = mobilenet.build(options);
  drawKernels(model, 0);
  // [1, 1, 512, 512]: fan in 512. A uniform distribution's deviation is its limit / sqrt(3).
  expectUniform(model, 'conv_pw_13', Math.sqrt(6 / 512));
  // [3, 3, 512, 1]: each output sums nine inputs.
  expectUniform(model, 'conv_dw_13', Math.sqrt(6 / 9));
  const [gamma, beta, mean, variance] = model
    .getLayer('conv_pw_13_bn')
    .getWeights()
    .map((w) => w.dataSync<'float32'>());
  expect([gamma, beta, mean, variance].map((values) => [Math.min(...values!), Math.max(...values!)])).toEqual(
    [
      [1, 1],
      [0, 0],
      [0, 0],
      [1, 1],
    ],
  );
  model.dispose();
});

test('the same seed draws the same kernels, another seed others', async () => {
  await expectNoLeakedTensors(() => {
    const [first, second, other] = [0, 0, 1].map((seed) => {
      const model = mobilenet.build(options);
      drawKernels(model, seed);
      const kernel = model.getLayer('conv_pw_7').getWeights()[0]!.dataSync<'float32'>().slice();
      model.dispose();
      return kernel;
    });
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
  });
});

test('a signal neither dies nor explodes on its way through', () => {
  const model = mobilenet.build(options);
  drawKernels(model, 0);
  const deviation = tf.tidy(() => {
    const picture = tf.randomUniform([1, 96, 96, 3], -1, 1, 'float32', 7);
    const features = model.predict(picture) as tf.Tensor;
    return tf.moments(features).variance.sqrt().dataSync()[0]!;
  });
  expect(deviation).toBeGreaterThan(0.01);
  expect(deviation).toBeLessThan(10);
  model.dispose();
});

function expectUniform(model: tf.LayersModel, layer: string, limit: number): void {
  const values = model.getLayer(layer).getWeights()[0]!.dataSync<'float32'>();
  const largest = values.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
  expect(largest).toBeLessThanOrEqual(Math.fround(limit));
  expect(largest).toBeGreaterThan(0.99 * limit);
  expect(deviation / (limit / Math.sqrt(3))).toBeCloseTo(1, 1);
}
