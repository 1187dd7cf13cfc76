import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { startEngine } from '../engine/engine.js';
import { loadBackbone } from './load-backbone.js';
import { findBackbone, listBackbones, registerBackbone } from './registry.js';
import type { Backbone } from './types.js';

/** All that a user writes to add a backbone. */
const tiny: Backbone = {
  name: 'tiny',
  title: 'Tiny',
  reference: 'this test',
  defaultInputSize: 8,
  minInputSize: 4,
  alphas: [0.5, 1],
  scaling: PIXEL_SCALINGS.none,
  fineTuneFrom: 'conv',
  classifierLayers: [],
  build({ inputSize, alpha }) {
    const input = tf.input({ shape: [inputSize, inputSize, 3] });
    const conv = tf.layers.conv2d({ name: 'conv', filters: 4 * alpha, kernelSize: 3 });
    return tf.model({ inputs: input, outputs: conv.apply(input) as tf.SymbolicTensor, name: 'tiny' });
  },
};

beforeAll(async () => {
  await startEngine();
});

test('the backbones of Graft are known, the embedded one first', () => {
  const names = listBackbones().map(({ name }) => name);
  expect(names[0]).toBe('efficientnet-lite0');
  expect(names).toEqual(expect.arrayContaining(['mobilenet-v2', 'resnet152-v2', 'vgg19']));
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  ['vgg-16', 'vgg16'],
  ['MobileNetV2', 'mobilenet-v2'],
  ['efficientnetlite', 'efficientnet-lite0'],
  ['resnet', 'resnet50'],
])('"%s" is unknown, and the nearest name is offered: "%s"', (asked, nearest) => {
  expect(() => findBackbone(asked)).toThrow(
    expect.objectContaining({
      code: 'BACKBONE_UNKNOWN',
      message: expect.stringContaining(`did you mean "${nearest}"?`),
      details: expect.objectContaining({ nearest }),
    }),
  );
});

test('a name like no other gets the list without a guess', () => {
  expect(() => findBackbone('transformer')).toThrow(
    /^There is no backbone "transformer"\. Known: efficientnet-lite0, mobilenet-v2, /,
  );
});

describe('a backbone of one’s own', () => {
  test('is one record, found and loaded by its name', async () => {
    registerBackbone(tiny);
    const { model, options } = await loadBackbone({ name: 'tiny', alpha: 0.5, weights: 'random' });
    expect(findBackbone('tiny')).toBe(tiny);
    expect(options).toEqual({ inputSize: 8, alpha: 0.5 });
    expect(model.outputs[0]!.shape).toEqual([null, 6, 6, 2]);
    model.dispose();
  });

  test('may be registered again, but not under a name that another has', () => {
    registerBackbone(tiny);
    registerBackbone(tiny);
    expect(listBackbones().filter(({ name }) => name === 'tiny')).toHaveLength(1);
    expect(() => registerBackbone({ ...tiny, name: 'vgg16' })).toThrow(
      expect.objectContaining({ code: 'BACKBONE_NAME_TAKEN' }),
    );
  });
});
