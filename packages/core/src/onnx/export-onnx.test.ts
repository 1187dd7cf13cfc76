import { goldenInput } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadBackbone } from '../backbones/load-backbone.js';
import { listBackbones } from '../backbones/registry.js';
import { startEngine } from '../engine/engine.js';
import { buildHead, HEADS } from '../training/head.js';
import { drawWeights, relativeDifference } from './compare-with-tfjs.js';
import { exportOnnx } from './export-onnx.js';
import { decodeModel } from './proto/model-proto.js';
import { createSession } from './session.js';

beforeAll(() => startEngine());

/** Those whose batch norms all follow a convolution; features/frozen-backbones.test.ts has every family. */
const FOLDED = /^(efficientnet-lite0|mobilenet|mobilenet-v2|resnet50|squeezenet|vgg16|vgg19)$/;

describe('a backbone in ONNX', () => {
  test.each(listBackbones().filter(({ name }) => FOLDED.test(name)))(
    '$title gives the features of tfjs to 1e-4, any number of pictures at once',
    async ({ build }) => {
      const inputSize = 64;
      const model = build({ inputSize, alpha: 1 });
      drawWeights(model);
      const pictures = Float32Array.from([...goldenInput(inputSize), ...goldenInput(inputSize).reverse()]);
      const expected = predict(model, pictures);

      const file = await exportOnnx(model);
      const operators = decodeModel(file).graph.node.map(({ opType }) => opType);
      expect(operators).not.toContain('BatchNormalization');
      expect(operators.slice(1, -1)).not.toContain('Transpose');

      const session = await createSession(file);
      expect(session.inputShape).toEqual([inputSize, inputSize, 3]);
      expect(session.outputShape).toEqual(model.outputShape.slice(1));
      expect(relativeDifference(await session.run(pictures, 2), expected)).toBeLessThan(1e-4);
      const second = pictures.subarray(pictures.length / 2);
      expect(
        relativeDifference(await session.run(second, 1), expected.subarray(expected.length / 2)),
      ).toBeLessThan(1e-4);

      await session.dispose();
      model.dispose();
    },
  );
});

test('the embedded network, with its ImageNet weights, sees the same in ONNX', async () => {
  const { model } = await loadBackbone({ name: 'efficientnet-lite0' });
  const picture = goldenInput(224).map((value) => 2 * value - 1);
  const session = await createSession(await exportOnnx(model));
  expect(relativeDifference(await session.run(picture, 1), predict(model, picture))).toBeLessThan(1e-5);
});

describe('a head in ONNX', () => {
  test.each([
    HEADS.linear,
    { ...HEADS.tutorial, dropout: 0.5 },
    { ...HEADS.linear, dense: [{ units: 7, activation: 'elu', dropout: 0.5 } as const] },
  ])('%j gives the probabilities of tfjs', async (options) => {
    const head = buildHead(12, 5, options, 1);
    const features = Float32Array.from({ length: 3 * 12 }, (_, i) => Math.sin(i));
    const session = await createSession(await exportOnnx(head));
    const received = await session.run(features, 3);
    expect(relativeDifference(received, predict(head, features))).toBeLessThan(1e-5);
    expect(received.subarray(0, 5).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  });
});

describe('an ONNX file', () => {
  const input = tf.input({ shape: [8, 8, 3], name: 'picture' });
  const conv = () =>
    tf.layers.conv2d({ filters: 4, kernelSize: 3, name: 'conv' }).apply(input) as tf.SymbolicTensor;

  test('states its versions and carries the metadata', async () => {
    const model = tf.model({ inputs: input, outputs: conv(), name: 'small' });
    const metadata = { labels: '["cat","dög"]', graft: '0.1.0' };
    const file = decodeModel(await exportOnnx(model, { metadata }));
    expect(file).toMatchObject({ irVersion: 8, opsetImport: [{ version: 18 }], producerName: 'graft' });
    expect(Object.fromEntries(file.metadataProps!.map(({ key, value }) => [key, value]))).toEqual(metadata);
    expect(file.graph.name).toBe('small');
  });

  test('names its nodes after the layers', async () => {
    const { graph } = decodeModel(await exportOnnx(tf.model({ inputs: input, outputs: conv() })));
    expect(graph.node.map(({ name }) => name)).toEqual(['graph/Transpose', 'conv/Conv', 'graph/Transpose_2']);
    expect(graph.node.at(-1)!.output).toEqual(['output']);
  });

  test('of pictures of any size pads as TensorFlow does', async () => {
    const open = tf.input({ shape: [null, null, 3] });
    const layer = tf.layers.conv2d({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' });
    const pool = tf.layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' });
    const model = tf.model({ inputs: open, outputs: pool.apply(layer.apply(open)) as tf.SymbolicTensor });
    drawWeights(model);
    const session = await createSession(await exportOnnx(model));
    expect(session.inputShape).toEqual([null, null, 3]);
    for (const [height, width] of [
      [8, 9],
      [11, 6],
    ] as const) {
      const picture = Float32Array.from({ length: height * width * 3 }, (_, i) => Math.sin(i));
      const received = await session.run(picture, 1, [height, width, 3]);
      expect(relativeDifference(received, predict(model, picture, [height, width, 3]))).toBeLessThan(1e-5);
    }
  });

  test('of a network that does nothing gives its input back', async () => {
    const vector = tf.input({ shape: [3] });
    const dropout = tf.layers.dropout({ rate: 0.5 }).apply(vector) as tf.SymbolicTensor;
    const session = await createSession(await exportOnnx(tf.model({ inputs: vector, outputs: dropout })));
    expect([...(await session.run(Float32Array.of(1, 2, 3), 1))]).toEqual([1, 2, 3]);
  });

  test('leaves no tensors behind', async () => {
    const model = tf.model({ inputs: input, outputs: conv() });
    const before = tf.memory().numTensors;
    await exportOnnx(model);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('what cannot be written is refused by name', () => {
  const sequence = tf.input({ shape: [5, 3] });
  const picture = tf.input({ shape: [8, 8, 3] });

  test.each<[string, tf.layers.Layer, tf.SymbolicTensor, string]>([
    ['a recurrent layer', tf.layers.lstm({ units: 2, name: 'memory' }), sequence, 'LSTM'],
    [
      'channels first',
      tf.layers.conv2d({ filters: 2, kernelSize: 3, dataFormat: 'channelsFirst', name: 'memory' }),
      picture,
      'Conv2D',
    ],
    [
      'axes in another order',
      tf.layers.layerNormalization({ axis: [3, 1], name: 'memory' }),
      picture,
      'LayerNormalization',
    ],
    [
      "a size that tfjs's dilated depthwise layer states wrongly",
      tf.layers.depthwiseConv2d({ kernelSize: 3, dilationRate: 2, name: 'memory' }),
      picture,
      'DepthwiseConv2D',
    ],
  ])('%s', async (_, layer, inputs, className) => {
    const model = tf.model({ inputs, outputs: layer.apply(inputs) as tf.SymbolicTensor });
    await expect(exportOnnx(model)).rejects.toMatchObject({
      code: 'NETWORK_UNSUPPORTED_LAYER',
      details: { layer: 'memory', className },
      message: expect.stringMatching(`"memory" \\(${className}\\)`),
    });
  });
});

function predict(
  model: tf.LayersModel,
  samples: Float32Array,
  sides = model.inputs[0]!.shape.slice(1) as number[],
): Float32Array {
  const batch = samples.length / sides.reduce((a, b) => a * b, 1);
  return tf.tidy(() =>
    (model.predict(tf.tensor(samples, [batch, ...sides])) as tf.Tensor).dataSync<'float32'>(),
  );
}
