import { expectNoLeakedTensors } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { cutNetwork, validCuts } from './cut.js';
import { fingerprint } from './weights.js';

beforeAll(() => startEngine());

/** conv a -> [conv b -> batch norm b] + a -> relu -> conv c -> pool: one residual block between plain layers. */
function residualNetwork(): tf.LayersModel {
  const input = tf.input({ shape: [8, 8, 3], name: 'input' });
  const conv = (name: string) =>
    tf.layers.conv2d({
      filters: 4,
      kernelSize: 3,
      padding: 'same',
      name,
      kernelInitializer: tf.initializers.heUniform({ seed: 1 }),
    });
  const a = conv('a').apply(input) as tf.SymbolicTensor;
  const b = tf.layers.batchNormalization({ name: 'bn_b' }).apply(conv('b').apply(a)) as tf.SymbolicTensor;
  const sum = tf.layers.add({ name: 'sum' }).apply([a, b]);
  const relu = tf.layers.reLU({ name: 'relu' }).apply(sum);
  const c = conv('c').apply(relu);
  const pool = tf.layers.globalAveragePooling2d({ name: 'pool' }).apply(c) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: pool, name: 'residual' });
}

describe('a cut', () => {
  test.each([undefined, 'a', 'b', 'relu', 'c', 'pool'])(
    'before %s leaves the function as it was',
    async (from) => {
      const model = residualNetwork();
      const { prefix, suffix } = await cutNetwork(model, from);
      const difference = tf.tidy(() => {
        const x = tf.randomUniform([2, 8, 8, 3], 0, 1, 'float32', 7);
        const features = prefix.predict(x) as tf.Tensor;
        const y = suffix ? (suffix.predict(features) as tf.Tensor) : features;
        return y
          .sub(model.predict(x) as tf.Tensor)
          .abs()
          .max()
          .dataSync()[0];
      });
      expect(difference).toBe(0);
    },
  );

  test('says where features come from and how large they are', async () => {
    const model = residualNetwork();
    expect(await cutNetwork(model, 'c')).toMatchObject({ lastFrozen: 'relu', featureShape: [8, 8, 4] });
    expect(await cutNetwork(model)).toMatchObject({
      lastFrozen: 'pool',
      featureShape: [4],
      suffix: undefined,
    });
  });

  test('is offered wherever every path passes, and nowhere else', () => {
    expect(validCuts(residualNetwork())).toEqual(['a', 'b', 'relu', 'c', 'pool']);
  });

  test('inside a residual block is refused with the nearest layers that work', async () => {
    await expect(cutNetwork(residualNetwork(), 'bn_b')).rejects.toMatchObject({
      code: 'NETWORK_INVALID_CUT',
      message: expect.stringContaining('Nearest layers that work: a, b, relu, c'),
    });
  });

  test('at a layer that does not exist names some that do', async () => {
    await expect(cutNetwork(residualNetwork(), 'block5_conv1')).rejects.toMatchObject({
      code: 'NETWORK_UNKNOWN_LAYER',
      message: expect.stringContaining('relu'),
    });
  });

  test('owns its weights: changing the original changes neither half', async () => {
    const model = residualNetwork();
    const { prefix, suffix } = await cutNetwork(model, 'c');
    const before = [await fingerprint(prefix), await fingerprint(suffix!)];
    for (const layer of model.layers) layer.setWeights(layer.getWeights().map((w) => tf.zerosLike(w)));
    expect([await fingerprint(prefix), await fingerprint(suffix!)]).toEqual(before);
  });

  test('frees everything with its two halves', async () => {
    const model = residualNetwork();
    await expectNoLeakedTensors(async () => {
      const { prefix, suffix } = await cutNetwork(model, 'c');
      prefix.dispose();
      suffix!.dispose();
    });
  });

  test('of any chain of blocks with and without skips is exact at every place offered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
        fc.nat(),
        async (skips, pick) => {
          const model = chain(skips);
          const cuts = validCuts(model);
          const { prefix, suffix } = await cutNetwork(model, cuts[pick % cuts.length]);
          const same = tf.tidy(() => {
            const x = tf.randomUniform([3, 5], -1, 1, 'float32', 3);
            const y = suffix!.predict(prefix.predict(x)) as tf.Tensor;
            return y
              .sub(model.predict(x) as tf.Tensor)
              .abs()
              .max()
              .dataSync()[0];
          });
          for (const network of [model, prefix, suffix!]) network.dispose();
          expect(same).toBe(0);
        },
      ),
      { numRuns: 25 },
    );
  });
});

/** Dense blocks, each with a skip around two layers or without. */
function chain(skips: readonly boolean[]): tf.LayersModel {
  const input = tf.input({ shape: [5], name: 'input' });
  let x: tf.SymbolicTensor = input;
  skips.forEach((skip, i) => {
    const dense = (part: string) =>
      tf.layers.dense({ units: 5, activation: 'tanh', name: `dense_${i}${part}` });
    const y = dense('b').apply(dense('a').apply(x)) as tf.SymbolicTensor;
    x = skip ? (tf.layers.add({ name: `add_${i}` }).apply([x, y]) as tf.SymbolicTensor) : y;
  });
  return tf.model({ inputs: input, outputs: x, name: 'chain' });
}
