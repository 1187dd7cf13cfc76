import { expectNoLeakedTensors, goldenInput, goldenWeight } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { weightsOf } from '../network/weights.js';
import { withLayers, withPooling } from '../network/with-layers.js';
import { openGradCam } from './grad-cam.js';

beforeAll(async () => {
  await startEngine();
});

/** Two convolutions to a map of 6 x 6 x 5 under a head; weights and input are those of shared/goldens's generator. */
function network(head: readonly tf.layers.Layer[]): tf.LayersModel {
  const input = tf.input({ shape: [12, 12, 3] });
  const layers = [
    tf.layers.conv2d({
      filters: 4,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      activation: 'relu',
      name: 'a',
    }),
    tf.layers.conv2d({ filters: 5, kernelSize: 3, padding: 'same', activation: 'relu', name: 'b' }),
    ...head,
    tf.layers.dense({ units: 3, name: 'logits' }),
    tf.layers.softmax({ name: 'predictions' }),
  ];
  const output = layers.reduce<tf.SymbolicTensor>((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
  const model = tf.model({ inputs: input, outputs: output });
  for (const { name, shape, variable } of weightsOf(model)) {
    tf.tidy(() => variable.assign(tf.tensor(goldenWeight(name, shape), shape as [number])));
  }
  return model;
}

const averagePooled = () => network([tf.layers.globalAveragePooling2d({ name: 'g' })]);
const flattened = () =>
  network([
    tf.layers.maxPooling2d({ poolSize: 2, name: 'p' }),
    tf.layers.flatten({ name: 'f' }),
    tf.layers.dense({ units: 6, activation: 'relu', name: 'h' }),
  ]);

/** By Keras 3.15's layers and TensorFlow 2.21's GradientTape, for the labels 1 and 0. */
// biome-ignore format: numbers
const KERAS = {
  average: [0, 0.0051542, 0.0037817, 0.0068449, 0, 0, 0.013411, 0.035752, 0.047353, 0.0464, 0.026603, 0.013754, 0.0066678, 0.026039, 0.051341, 0.027148, 0.0017372, 0.0010982, 0.017197, 0.039319, 0.025662, 0.024668, 0.015185, 0.0094105, 0.013286, 0.010856, 0.03934, 0.020838, 0.01495, 0.012103, 0, 0.028624, 0.027553, 0.027285, 0.032211, 0.010395],
  flattened: [0, 0, 0, 0, 0.0051271, 0.0024713, 0, 0, 0, 0.0033703, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.013886, 0, 0.0015315, 0.002848, 0, 0, 0, 0.0064512, 0, 0, 0.010101, 0, 0.020404, 0.016603, 0, 0.02352, 0],
};

describe('Grad-CAM', () => {
  test.each([
    { head: 'average', build: averagePooled, label: 1, layer: 'b' },
    { head: 'flattened', build: flattened, label: 0, layer: 'b' },
  ] as const)(
    'is what a GradientTape over Keras gives: $head head',
    async ({ head, build, label, layer }) => {
      const model = build();
      const gradCam = await openGradCam(model);
      expect({ layers: gradCam.layers, shape: gradCam.gridShape }).toEqual({
        layers: [layer],
        shape: [6, 6],
      });
      const evidence = gradCam.evidence(goldenInput(12), label);
      expect(evidence).toHaveLength(KERAS[head].length);
      KERAS[head].forEach((value, i) => {
        expect(evidence[i]).toBeCloseTo(value, 6);
      });
      gradCam.dispose();
      model.dispose();
    },
  );

  test('of average pooling under one dense layer is the class activation map over the number of positions', async () => {
    const model = averagePooled();
    const gradCam = await openGradCam(model);
    const map = tf.model({ inputs: model.inputs, outputs: model.getLayer('b').output as tf.SymbolicTensor });
    const channels = (map.predict(tf.tensor(goldenInput(12), [1, 12, 12, 3])) as tf.Tensor).dataSync();
    const kernel = goldenWeight('logits/kernel', [5, 3]);
    for (const label of [0, 1, 2]) {
      const evidence = gradCam.evidence(goldenInput(12), label);
      evidence.forEach((value, position) => {
        let activation = 0;
        for (let c = 0; c < 5; c++) activation += channels[position * 5 + c]! * kernel[c * 3 + label]!;
        expect(value).toBeCloseTo(Math.max(0, activation) / 36, 6);
      });
    }
  });

  test('of a head that reads two maps is the sum over both, the coarser one enlarged', async () => {
    const input = tf.input({ shape: [12, 12, 3] });
    const conv = (name: string, filters: number) =>
      tf.layers.conv2d({ name, filters, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' });
    const low = conv('low', 4).apply(input) as tf.SymbolicTensor;
    const high = conv('high', 5).apply(low) as tf.SymbolicTensor;
    const pooled = withPooling(tf.model({ inputs: input, outputs: high }), 'average', ['low', 'high']);
    const model = withLayers(
      pooled,
      [tf.layers.dense({ units: 2, name: 'logits' }), tf.layers.softmax()],
      'n',
    );
    for (const { name, shape, variable } of weightsOf(model)) {
      tf.tidy(() => variable.assign(tf.tensor(goldenWeight(name, shape), shape as [number])));
    }
    const gradCam = await openGradCam(model);
    expect(gradCam).toMatchObject({ layers: ['low', 'high'], gridShape: [6, 6] });

    const kernel = goldenWeight('logits/kernel', [9, 2]);
    const expected = tf.tidy(() => {
      const maps = tf
        .model({ inputs: input, outputs: [low, high] })
        .predict(tf.tensor(goldenInput(12), [1, 12, 12, 3])) as tf.Tensor4D[];
      const weights = [...kernel].filter((_, i) => i % 2 === 1);
      const parts = [weights.slice(0, 4), weights.slice(4)].map(
        (own, i) => maps[i]!.mul(own).sum(3, true) as tf.Tensor4D,
      );
      return [
        ...parts[0]!
          .add(tf.image.resizeBilinear(parts[1]!, [6, 6]))
          .relu()
          .div(36)
          .dataSync(),
      ];
    });
    const evidence = gradCam.evidence(goldenInput(12), 1);
    expect(Math.max(...expected)).toBeGreaterThan(0);
    expected.forEach((value, i) => {
      expect(evidence[i]).toBeCloseTo(value, 6);
    });
    gradCam.dispose();
    model.dispose();
  });

  test('frees what it takes', async () => {
    const model = averagePooled();
    await expectNoLeakedTensors(async () => {
      const gradCam = await openGradCam(model);
      gradCam.evidence(goldenInput(12), 2);
      gradCam.dispose();
    });
  });

  test('says what to do for a network without a map', async () => {
    const input = tf.input({ shape: [7] });
    const output = tf.layers
      .softmax()
      .apply(tf.layers.dense({ units: 2, name: 'logits' }).apply(input) as tf.SymbolicTensor);
    const model = tf.model({ inputs: input, outputs: output as tf.SymbolicTensor });
    await expect(openGradCam(model)).rejects.toMatchObject({ code: 'NETWORK_NO_MAP' });
  });
});
