import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { exampleFacts } from '../bundle/example.js';
import { startEngine } from '../engine/engine.js';
import { FORMATS } from './formats.js';

beforeAll(() => startEngine());

const { id, labels, preprocessing } = exampleFacts();
const recurrent = () => tf.layers.simpleRNN({ units: 2, name: 'memory' });
const hardSigmoid = () => tf.layers.dense({ units: 2, activation: 'hardSigmoid', name: 'memory' });

test.each([
  ['onnx', 'SimpleRNN', recurrent],
  ['keras', 'SimpleRNN', recurrent],
  ['savedmodel', 'SimpleRNN', recurrent],
  // 0.2 x + 0.5 in tfjs, x / 6 + 0.5 in Keras 3.
  ['keras', 'Dense', hardSigmoid],
] as const)('%s names a layer that it cannot hold: %s', async (format, className, makeLayer) => {
  const input = tf.input({ shape: [3, 2] });
  const model = tf.model({ inputs: input, outputs: makeLayer().apply(input) as tf.SymbolicTensor });
  const facts = { id, labels, preprocessing, graft: '0.1.0' };
  await expect(FORMATS[format].write(model, facts, { float16: false })).rejects.toMatchObject({
    code: 'NETWORK_UNSUPPORTED_LAYER',
    details: { layer: 'memory', className },
    message: expect.stringContaining('"memory"'),
  });
});
