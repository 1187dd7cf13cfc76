import { readFileSync } from 'node:fs';
import { goldenInput, goldenWeight, shared, sharedTest } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { mobilenet } from './mobilenet.js';
import { mobilenetV2 } from './mobilenet-v2.js';
import { resnet50 } from './resnet50.js';
import { squeezenet } from './squeezenet.js';
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

/**
 * Keras 3.15.1's numbers, computed when this was written, with the goldens' weights and input: widths that round, sides
 * that are odd at every stride, and SqueezeNet, which Keras does not have (written with Keras layers).
 */
const VARIANTS: {
  backbone: Backbone;
  inputSize: number;
  alpha: number;
  parameters: number;
  output: ExpectedTensor;
}[] = [
  {
    backbone: mobilenetV2,
    inputSize: 75,
    alpha: 0.35,
    parameters: 410_208,
    output: {
      shape: [1, 3, 3, 1280],
      mean: 0.08150572657436392,
      std: 0.12512214611529,
      step: 1920,
      samples: [0, 0.054037634283304214, 0, 0.06173381954431534, 0, 0.06641360372304916],
    },
  },
  {
    backbone: mobilenetV2,
    inputSize: 97,
    alpha: 1.4,
    parameters: 4_363_712,
    output: {
      shape: [1, 4, 4, 1792],
      mean: 0.07899511770627246,
      std: 0.12730398285121736,
      step: 4778,
      samples: [0.01996089331805706, 0.18336345255374908, 0, 0, 0.1941995471715927, 0.027596279978752136],
    },
  },
  {
    backbone: mobilenetV2,
    inputSize: 33,
    alpha: 0.6,
    parameters: 958_176,
    output: {
      shape: [1, 2, 2, 1280],
      mean: 0.08049948526122534,
      std: 0.1268041842772754,
      step: 853,
      samples: [0.05218720808625221, 0, 0, 0.09761182963848114, 0.032953474670648575, 0],
    },
  },
  {
    backbone: mobilenet,
    inputSize: 75,
    alpha: 0.25,
    parameters: 218_544,
    output: {
      shape: [1, 2, 2, 256],
      mean: 0.06371550568655948,
      std: 0.09279964733970394,
      step: 170,
      samples: [
        0.15036429464817047, 0.022954918444156647, 0.06128508970141411, 0, 0.10261388123035431,
        0.26056575775146484,
      ],
    },
  },
  {
    backbone: mobilenet,
    inputSize: 97,
    alpha: 0.6,
    parameters: 1_181_609,
    output: {
      shape: [1, 3, 3, 614],
      mean: 0.04930895985989119,
      std: 0.07620205850360148,
      step: 921,
      samples: [0, 0.07433658838272095, 0, 0.07346731424331665, 0, 0.06855817884206772],
    },
  },
  {
    backbone: resnet50,
    inputSize: 75,
    alpha: 1,
    parameters: 23_587_712,
    output: {
      shape: [1, 3, 3, 2048],
      mean: 1753.7504200722485,
      std: 2216.1173752250315,
      step: 3072,
      samples: [387.350341796875, 3280.36376953125, 0, 4936.99169921875, 0, 4717.0400390625],
    },
  },
  {
    backbone: squeezenet,
    inputSize: 227,
    alpha: 1,
    parameters: 722_496,
    output: {
      shape: [1, 13, 13, 512],
      mean: 0.8747748939339713,
      std: 1.4073323590435742,
      step: 14421,
      samples: [0, 0.013489169999957085, 0, 0, 0.5714583396911621, 0],
    },
  },
  {
    backbone: squeezenet,
    inputSize: 100,
    alpha: 1,
    parameters: 722_496,
    output: {
      shape: [1, 5, 5, 512],
      mean: 0.7485276794654783,
      std: 1.1759545015570931,
      step: 2133,
      samples: [0, 0.8471017479896545, 0, 0.36104822158813477, 0, 0],
    },
  },
];

test.each(VARIANTS)(
  '$backbone.title of alpha $alpha computes what Keras does from $inputSize pixels',
  ({ backbone, inputSize, alpha, parameters, output }) => {
    const model = backbone.build({ inputSize, alpha });
    expect(model.countParams()).toBe(parameters);

    assignGoldenWeights(model);
    const input = tf.tensor(goldenInput(inputSize), [1, inputSize, inputSize, 3]);
    const received = model.predict(input) as tf.Tensor;
    expectSame(received, output, 'output');

    tf.dispose([input, received]);
    model.dispose();
  },
);

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
      const value = tf.tensor(goldenWeight(key, shape), shape);
      variable.write(value);
      value.dispose();
    }
  }
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
