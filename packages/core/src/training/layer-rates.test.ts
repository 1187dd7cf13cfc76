import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { buildHead, resolveHead } from './head.js';
import { layerRates } from './layer-rates.js';
import { trainableNetwork } from './trainable-network.js';

beforeAll(() => startEngine());

test('rates rise by one factor from the lowest layer to the head, and layers without weights do not count', () => {
  const input = tf.input({ shape: [4] });
  const dense = (name: string) => tf.layers.dense({ name, units: 4 });
  const layers = [dense('a'), tf.layers.reLU({}), dense('b')];
  const top = layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
  const suffix = tf.model({ inputs: input, outputs: top });
  const network = trainableNetwork(suffix, buildHead(4, 2, resolveHead('linear'), 1));
  const rates = layerRates(network, 0.01);
  expect([...rates.keys()]).toEqual(['a/kernel', 'a/bias', 'b/kernel', 'b/bias']);
  [0.01, 0.01, 0.1, 0.1].forEach((rate, i) => {
    expect([...rates.values()][i]).toBeCloseTo(rate, 12);
  });
});
