import { expectNoLeakedTensors } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { BACKBONE_COSTS } from './costs.js';
import { mobilenet } from './mobilenet.js';
import { mobilenetV2 } from './mobilenet-v2.js';
import { listBackbones } from './registry.js';

beforeAll(async () => {
  await startEngine();
});

describe.each(listBackbones())('$title', (backbone) => {
  const options = { inputSize: backbone.minInputSize, alpha: 1 };

  test('can be built twice: the same names, weights of its own, nothing left behind', async () => {
    await expectNoLeakedTensors(() => {
      const [first, second] = [backbone.build(options), backbone.build(options)];
      expect(namesOf(second)).toEqual(namesOf(first));
      expect(first.countParams()).toBe(BACKBONE_COSTS[backbone.name]!.parameters);
      expect(new Set(first.layers.map(({ name }) => name)).size).toBe(first.layers.length);
      first.dispose();
      expect(second.getWeights().every((weight) => !weight.isDisposed)).toBe(true);
      second.dispose();
    });
  });

  test('takes the smallest picture it says it takes', () => {
    const { inputSize } = options;
    const model = backbone.build(options);
    const [, ...shape] = model.outputs[0]!.shape;
    const picture = tf.zeros([1, inputSize, inputSize, 3]);
    const features = model.predict(picture) as tf.Tensor;
    expect(features.shape).toEqual([1, ...shape]);
    expect(features.size).toBeGreaterThan(0);
    tf.dispose([picture, features]);
    model.dispose();
  });
});

// Parameter counts and output shapes at 224 pixels: Keras 3.15.1 with include_top=False.
test.each([
  [0.35, 410_208, 1280],
  [0.5, 706_224, 1280],
  [0.75, 1_382_064, 1280],
  [1, 2_257_984, 1280],
  [1.3, 3_766_048, 1664],
  [1.4, 4_363_712, 1792],
])('MobileNetV2 of alpha %d has %d parameters and %d channels', (alpha, parameters, channels) => {
  expectSizes(mobilenetV2.build({ inputSize: 224, alpha }), parameters, [7, 7, channels]);
});

test.each([
  [0.25, 218_544, 256],
  [0.5, 829_536, 512],
  [0.75, 1_832_976, 768],
  [1, 3_228_864, 1024],
])('MobileNet of alpha %d has %d parameters and %d channels', (alpha, parameters, channels) => {
  expectSizes(mobilenet.build({ inputSize: 224, alpha }), parameters, [7, 7, channels]);
});

// Output sides: Keras 3.15.1.
test.each([
  [32, 1, 1],
  [47, 2, 1],
  [50, 2, 1],
  [75, 3, 2],
  [97, 4, 3],
  [160, 5, 5],
  [225, 8, 7],
])('from %d pixels MobileNetV2 makes a map of side %d, MobileNet of side %d', (inputSize, sideV2, side) => {
  expectSizes(mobilenetV2.build({ inputSize, alpha: 0.35 }), 410_208, [sideV2, sideV2, 1280]);
  expectSizes(mobilenet.build({ inputSize, alpha: 0.25 }), 218_544, [side, side, 256]);
});

function expectSizes(model: tf.LayersModel, parameters: number, outputShape: readonly number[]): void {
  expect(model.countParams()).toBe(parameters);
  expect(model.outputs[0]!.shape).toEqual([null, ...outputShape]);
  model.dispose();
}

function namesOf(model: tf.LayersModel): string[] {
  return model.layers.flatMap((layer) => [
    layer.name,
    ...layer.weights.map(({ originalName }) => originalName),
  ]);
}
