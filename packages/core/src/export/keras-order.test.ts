import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { topologyOf } from '../network/topology.js';
import { inKerasOrder } from './keras-order.js';

beforeAll(() => startEngine());

test('layers come in the order of Keras 3: by distance from the output, then as a walk from the output meets them', () => {
  const input = tf.input({ shape: [4], name: 'input' });
  const dense = (name: string, x: tf.SymbolicTensor) =>
    tf.layers.dense({ units: 4, name }).apply(x) as tf.SymbolicTensor;
  const short = dense('short', input);
  const first = dense('first', input);
  const second = dense('second', first);
  const other = dense('other', first);
  const sum = tf.layers.add({ name: 'sum' }).apply([other, second, short]) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: dense('last', sum) });
  // [layer.name for layer in model.layers] of the same network in Keras 3.15.1.
  expect(inKerasOrder(topologyOf(model)).map(({ name }) => name)).toEqual([
    'input',
    'first',
    'other',
    'second',
    'short',
    'sum',
    'last',
  ]);
});
