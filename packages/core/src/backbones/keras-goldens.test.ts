import { readFileSync } from 'node:fs';
import { goldenInput, goldenWeight, shared, sharedTest } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { mobilenet } from './mobilenet.js';
import { mobilenetV2 } from './mobilenet-v2.js';
import { resnet50 } from './resnet50.js';
import type { Backbone } from './types.js';
import { vgg16, vgg19 } from './vgg.js';

/** Reference outputs of real Keras, see the goldens' README. */
interface Golden {
  input: [number, number, number, number];
  parameters: number;
  layers: [name: string, className: string][];
  variables: { name: string; shape: number[]; trainable: boolean }[];
  activations: ({ layer: string } & ExpectedTensor)[];
  output: ExpectedTensor;
}

interface ExpectedTensor {
  shape: number[];
  mean: number;
  std: number;
  max_abs: number;
  step: number;
  samples: number[];
}

const RELATIVE_ERROR = 1e-4;

const CASES: [goldenName: string, backbone: Backbone][] = [
  ['VGG16', vgg16],
  ['VGG19', vgg19],
  ['MobileNet', mobilenet],
  ['MobileNetV2', mobilenetV2],
  ['ResNet50', resnet50],
];

beforeAll(async () => {
  await startEngine();
});

describe.each(CASES)('%s is the network of the same name in Keras', (goldenName, backbone) => {
  const path = `goldens/keras-applications/${goldenName}.json`;

  sharedTest(test, path, 'layer by layer, variable by variable, and value by value', () => {
    const golden = JSON.parse(readFileSync(shared(path), 'utf8')) as Golden;
    const model = backbone.build({ inputSize: golden.input[1], alpha: 1 });

    expect(model.layers.map((layer) => [layer.name, layer.getClassName()])).toEqual(golden.layers);
    expect(variablesOf(model)).toEqual(golden.variables);
    expect(model.countParams()).toBe(golden.parameters);
    expect(model.layers.map(({ name }) => name)).toContain(backbone.fineTuneFrom);

    assignGoldenWeights(model);
    const probes = golden.activations.map(({ layer }) => model.getLayer(layer).output as tf.SymbolicTensor);
    const probed = tf.model({ inputs: model.inputs, outputs: [...probes, ...model.outputs] });
    const outputs = tf.tidy(() => {
      const input = tf.tensor(goldenInput(golden.input[1]), golden.input);
      return (probed.predict(input) as tf.Tensor[]).map((output) => tf.keep(output));
    });
    const expected = [...golden.activations, { layer: 'output', ...golden.output }];
    for (const [i, tensor] of expected.entries()) expectSame(outputs[i]!, tensor, tensor.layer);

    tf.dispose(outputs);
    model.dispose();
  });
});

/** By Keras 3's names: a DepthwiseConv2D's variable is called `kernel` there. */
function variablesOf(model: tf.LayersModel): Golden['variables'] {
  return model.layers.flatMap((layer) => {
    const trainable = new Set(layer.trainableWeights);
    return layer.weights.map((variable) => ({
      name: variable.originalName.replace(/\/depthwise_kernel$/, '/kernel'),
      shape: variable.shape as number[],
      trainable: trainable.has(variable),
    }));
  });
}

function assignGoldenWeights(model: tf.LayersModel): void {
  for (const layer of model.layers) {
    for (const variable of layer.weights) {
      const shape = variable.shape as number[];
      const key = variable.originalName.replace(/\/depthwise_kernel$/, '/kernel');
      tf.tidy(() => variable.write(tf.tensor(goldenWeight(key, shape), shape)));
    }
  }
}

function expectSame(received: tf.Tensor, expected: ExpectedTensor, layer: string): void {
  expect(received.shape, `${layer}: shape`).toEqual(expected.shape);
  const values = received.dataSync();
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const std = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  const worst = Math.max(...expected.samples.map((sample, i) => Math.abs(values[i * expected.step]! - sample)));
  if (process.env.PROBE) console.log(layer, worst / expected.max_abs, worst/expected.std, Math.abs(mean - expected.mean)/expected.std, Math.abs(std - expected.std)/expected.std);
  expect(worst, `${layer}: worst error of a sample`).toBeLessThan(RELATIVE_ERROR * expected.max_abs);
  expect(Math.abs(mean - expected.mean), `${layer}: error of the mean`).toBeLessThan(RELATIVE_ERROR * expected.std);
  expect(Math.abs(std - expected.std), `${layer}: error of the deviation`).toBeLessThan(RELATIVE_ERROR * expected.std);
}
