import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { weightsPath, weightsSha256 } from '@graft/backbone-efficientnet-lite0';
import { shared, sharedTest, uniform } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { imageDecoder } from '../data/preprocessing.js';
import { startEngine } from '../engine/engine.js';
import { parseSafetensors } from '../weights/safetensors.js';
import { efficientnetLite0 } from './efficientnet-lite0.js';
import { loadBackbone } from './load-backbone.js';

const SIZE = 224;
const FLOAT32 = 'weights/efficientnet-lite0.safetensors';
const FEATURES = 'weights/efficientnet-lite0.features.json';
const PICTURES = 'data/cats-and-dogs/test';
const PICTURES_PER_CLASS = 50;

beforeAll(async () => {
  await startEngine();
});

test('the embedded file is the one that was released', async () => {
  expect(
    createHash('sha256')
      .update(await readFile(weightsPath))
      .digest('hex'),
  ).toBe(weightsSha256);
});

sharedTest(
  test,
  FLOAT32,
  'every embedded weight is the float32 weight rounded to the nearest half',
  async () => {
    const [half, full] = await Promise.all([read(weightsPath), read(shared(FLOAT32))]);
    expect([...half.keys()]).toEqual([...full.keys()]);
    for (const [name, { data, shape }] of full) {
      expect(half.get(name)!.shape).toEqual(shape);
      const rounded = half.get(name)!.data;
      // Half a step: 2^-11 of a normal value, 2^-25 below 2^-14.
      const wrong = data.findIndex(
        (x, i) => Math.abs(rounded[i]! - x) > Math.max(Math.abs(x) * 2 ** -11, 2 ** -25),
      );
      expect(wrong, `first badly rounded value of ${name}`).toBe(-1);
    }
  },
);

sharedTest(
  test,
  FEATURES,
  'with the float32 weights the features are those of the original network',
  async () => {
    const expected = JSON.parse(readFileSync(shared(FEATURES), 'utf8')) as Features;
    const classifier = await loadClassifier(shared(FLOAT32));
    const input = tf.tensor(
      Float32Array.from(uniform('input', SIZE * SIZE * 3), (u) => 2 * u - 1),
      [1, SIZE, SIZE, 3],
    );
    const { features, pooled, logits } = classifier.run(input);
    const { shape, step, samples } = expected.base_output;
    expect(features.shape).toEqual(shape);
    expectClose(
      samples.map((_, i) => features.dataSync()[i * step]!),
      samples,
    );
    expectClose(pooled.dataSync(), expected.pooled_features);
    expectClose(logits.dataSync().slice(0, 20), expected.logits_first_20);
    expect(logits.argMax(1).dataSync()[0]).toBe(expected.argmax);
    tf.dispose([input, features, pooled, logits]);
    classifier.dispose();
  },
);

sharedTest(
  test,
  PICTURES,
  'on real pictures float16 weights give the top-1 class of float32 weights',
  async () => {
    const [half, full] = await Promise.all([loadClassifier(weightsPath), loadClassifier(shared(FLOAT32))]);
    for (const animal of await readdir(shared(PICTURES))) {
      const pictures = await decodePictures(shared(`${PICTURES}/${animal}`));
      expect(half.top1(pictures)).toEqual(full.top1(pictures));
      pictures.dispose();
    }
    half.dispose();
    full.dispose();
  },
);

interface Features {
  base_output: { shape: number[]; step: number; samples: number[] };
  pooled_features: number[];
  logits_first_20: number[];
  argmax: number;
}

/** To 1e-4 of the largest value. */
function expectClose(received: ArrayLike<number>, expected: readonly number[]): void {
  const largest = Math.max(...expected.map(Math.abs));
  const worst = Math.max(...expected.map((x, i) => Math.abs(received[i]! - x)));
  expect(received).toHaveLength(expected.length);
  expect(worst / largest).toBeLessThan(1e-4);
}

async function read(path: string) {
  return parseSafetensors(await readFile(path), path).tensors;
}

/** The backbone with the ImageNet classifier that its weights file holds. */
async function loadClassifier(path: string) {
  const { model } = await loadBackbone({ name: 'efficientnet-lite0', weights: path });
  const stored = await read(path);
  const variable = (name: string) => tf.tensor(stored.get(name)!.data, stored.get(name)!.shape as number[]);
  const kernel = variable('predictions/kernel') as tf.Tensor2D;
  const bias = variable('predictions/bias');

  const run = (input: tf.Tensor) =>
    tf.tidy(() => {
      const features = model.predict(input) as tf.Tensor; // [batch, 7, 7, 1280]
      const pooled = features.mean<tf.Tensor2D>([1, 2]); // [batch, 1280]
      return { features, pooled, logits: pooled.matMul(kernel).add(bias) }; // [batch, 1000]
    });
  return {
    run,
    top1: (input: tf.Tensor) => tf.tidy(() => [...run(input).logits.argMax(1).dataSync()]),
    dispose: () => {
      tf.dispose([kernel, bias]);
      model.dispose();
    },
  };
}

async function decodePictures(folder: string): Promise<tf.Tensor> {
  const decoder = imageDecoder({
    inputSize: [SIZE, SIZE],
    resize: 'crop',
    scaling: efficientnetLite0.scaling,
  });
  const names = (await readdir(folder)).sort().slice(0, PICTURES_PER_CLASS);
  const pictures = await Promise.all(names.map((name) => decoder.decode(`${folder}/${name}`)));
  return tf.tidy(() => tf.stack(pictures.map((picture) => tf.tensor(picture, [SIZE, SIZE, 3]))));
}
