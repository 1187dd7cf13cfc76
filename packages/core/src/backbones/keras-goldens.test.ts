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
  ['InceptionV3', 'inception-v3'],
  ['InceptionResNetV2', 'inception-resnet-v2'],
  ['NASNetMobile', 'nasnet-mobile'],
  ['MobileNetV3Small', 'mobilenet-v3-small'],
  ['MobileNetV3Large', 'mobilenet-v3-large'],
  ['EfficientNetB0', 'efficientnet-b0'],
  ['EfficientNetB3', 'efficientnet-b3'],
  ['EfficientNetV2B0', 'efficientnet-v2-b0'],
  ['ConvNeXtTiny', 'convnext-tiny'],
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

    expectSameLayers(model, asGraftWrites(golden.layers));
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

/** What Keras computes between layers, Graft writes as layers without weights; these may stand between. */
function expectSameLayers(model: tf.LayersModel, expected: Golden['layers']): void {
  const names = new Set(expected.map(([name]) => name));
  const same = model.layers.filter(({ name }) => names.has(name));
  expect(same.map((layer) => [layer.name, layer.getClassName()])).toEqual(expected);
  const others = model.layers.filter(({ name }) => !names.has(name));
  expect(others.flatMap(({ weights }) => weights)).toEqual([]);
}

/** ConvNeXt's networks within the network are written out, and its convolutions in groups of one channel are depthwise. */
function asGraftWrites(layers: Golden['layers']): Golden['layers'] {
  return layers.flatMap(([name, className]): Golden['layers'] => {
    if (name.endsWith('_depthwise_conv')) return [[name, 'DepthwiseConv2D']];
    if (className !== 'Sequential') return [[name, className]];
    const part = (kind: string) => name.replace(/_stem$/, `_stem_${kind}`).replace('_block', `_${kind}`);
    const [conv, norm] = (
      [
        ['conv', 'Conv2D'],
        ['layernorm', 'LayerNormalization'],
      ] as const
    ).map(([kind, className]): [string, string] => [part(kind), className]);
    return name.endsWith('_stem') ? [conv!, norm!] : [norm!, conv!];
  });
}

function variablesOf(model: tf.LayersModel): Golden['variables'] {
  return model.layers.flatMap((layer) => {
    const trainable = new Set(layer.trainableWeights);
    return layer.weights
      .map((variable) => ({ ...kerasVariable(layer, variable), trainable: trainable.has(variable) }))
      .filter(({ name }) => name !== 'normalization/count'); // An integer in Keras; the goldens leave it out.
  });
}

/** The weights that the goldens were computed with, by the names that Keras 3 gives layers and variables. */
function assignGoldenWeights(model: tf.LayersModel): void {
  for (const layer of model.layers) {
    for (const variable of layer.weights) {
      const key = kerasVariable(layer, variable);
      const value = tf.tensor(goldenWeight(key.name, key.shape), variable.shape as number[]);
      variable.write(value);
      value.dispose();
    }
  }
}

/** Keras 3's name and shape of a variable. */
function kerasVariable(
  layer: tf.layers.Layer,
  variable: tf.layers.Layer['weights'][number],
): { name: string; shape: number[] } {
  const shape = variable.shape as number[];
  const name = variable.originalName
    .replace(/_stem_(conv|layernorm)\//, '_stem/')
    .replace(/_downsampling_(?:conv|layernorm)_(\d)\//, '_downsampling_block_$1/')
    .replace(/(_stage_(\d)_block_(\d)_layer_scale)\/gamma$/, (_, scale, stage, block) => {
      // Keras gives it no name, and numbers what has none: 3, 3, 9 and 3 blocks.
      const turn = [0, 3, 6, 15][stage]! + Number(block);
      return `${scale}/variable${turn > 0 ? `_${turn}` : ''}`;
    });
  if (layer.getClassName() !== 'DepthwiseConv2D') return { name, shape };
  const depthwise = name.replace(/\/depthwise_kernel$/, '/kernel');
  // In groups of one channel the same values in the same order.
  if (!depthwise.endsWith('_depthwise_conv/kernel')) return { name: depthwise, shape };
  const [height, width, channels] = shape;
  return { name: depthwise, shape: [height!, width!, 1, channels!] };
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
