import { readFileSync } from 'node:fs';
import { goldenInput, goldenWeight, shared, sharedTest } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { findBackbone } from './registry.js';

/** Reference outputs of real Keras, see the goldens' README. */
interface Golden {
  input: [number, number, number, number];
  parameters: number;
  layers: [name: string, className: string][];
  variables: { name: string; shape: number[]; trainable: boolean }[];
  activations: ({ layer: string } & ExpectedTensor)[];
  output: ExpectedTensor;
}

/** What Keras computed: statistics, and every `step`-th value of the flattened tensor. */
interface ExpectedTensor {
  readonly shape: readonly number[];
  readonly mean: number;
  readonly std: number;
  readonly step: number;
  readonly samples: readonly number[];
}

/** See `test-data/keras-variants.json`. */
interface Variant {
  backbone: string;
  inputSize: number;
  alpha: number;
  parameters: number;
  output: ExpectedTensor;
}

const RELATIVE_ERROR = 1e-4;

const CASES = [
  ['VGG16', 'vgg16'],
  ['VGG19', 'vgg19'],
  ['MobileNet', 'mobilenet'],
  ['MobileNetV2', 'mobilenet-v2'],
  ['ResNet50', 'resnet50'],
  ['ResNet101', 'resnet101'],
  ['ResNet50V2', 'resnet50-v2'],
  ['DenseNet121', 'densenet121'],
  ['Xception', 'xception'],
] as const;

beforeAll(async () => {
  await startEngine();
});

describe.each(CASES)('%s is the network of the same name in Keras', (goldenName, name) => {
  const path = `goldens/keras-applications/${goldenName}.json`;

  sharedTest(test, path, 'layer by layer, variable by variable, and value by value', () => {
    const golden = JSON.parse(readFileSync(shared(path), 'utf8')) as Golden;
    const backbone = findBackbone(name);
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

/**
 * Keras 3.15.1's numbers, computed when this was written, with the goldens' weights and input: the siblings that have no
 * golden of their own, widths that round, sides that are odd at every stride, and SqueezeNet, which Keras does not have
 * (written with Keras layers).
 */
const VARIANTS = JSON.parse(
  readFileSync(new URL('test-data/keras-variants.json', import.meta.url), 'utf8'),
) as Variant[];

test.each(VARIANTS)(
  '$backbone of alpha $alpha computes what Keras does from $inputSize pixels',
  ({ backbone, inputSize, alpha, parameters, output }) => {
    const model = findBackbone(backbone).build({ inputSize, alpha });
    expect(model.countParams()).toBe(parameters);

    assignGoldenWeights(model);
    const input = tf.tensor(goldenInput(inputSize), [1, inputSize, inputSize, 3]);
    const received = model.predict(input) as tf.Tensor;
    expectSame(received, output, 'output');

    tf.dispose([input, received]);
    model.dispose();
  },
);

function variablesOf(model: tf.LayersModel): Golden['variables'] {
  return model.layers.flatMap((layer) => {
    const trainable = new Set(layer.trainableWeights);
    return layer.weights.map((variable) => ({
      name: kerasName(layer, variable),
      shape: variable.shape as number[],
      trainable: trainable.has(variable),
    }));
  });
}

/** The weights that the goldens were computed with, by the names that Keras 3 gives layers and variables. */
function assignGoldenWeights(model: tf.LayersModel): void {
  for (const layer of model.layers) {
    for (const variable of layer.weights) {
      const shape = variable.shape as number[];
      const value = tf.tensor(goldenWeight(kerasName(layer, variable), shape), shape);
      variable.write(value);
      value.dispose();
    }
  }
}

/** Keras 3's name of a variable: a DepthwiseConv2D's kernel is called `kernel` there. */
function kerasName(layer: tf.layers.Layer, { originalName }: tf.layers.Layer['weights'][number]): string {
  return layer.getClassName() === 'DepthwiseConv2D'
    ? originalName.replace(/\/depthwise_kernel$/, '/kernel')
    : originalName;
}

/** Stricter than relative to the largest value: 1e-4 of the tensor's own deviation, for every sample and for the statistics. */
function expectSame(received: tf.Tensor, expected: ExpectedTensor, layer: string): void {
  expect(received.shape, `${layer}: shape`).toEqual(expected.shape);
  const values = received.dataSync<'float32'>();
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const std = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  const worst = Math.max(
    ...expected.samples.map((sample, i) => Math.abs(values[i * expected.step]! - sample)),
  );
  const allowed = RELATIVE_ERROR * expected.std;
  expect(worst, `${layer}: worst error of a sample`).toBeLessThan(allowed);
  expect(Math.abs(mean - expected.mean), `${layer}: error of the mean`).toBeLessThan(allowed);
  expect(Math.abs(std - expected.std), `${layer}: error of the deviation`).toBeLessThan(allowed);
}
