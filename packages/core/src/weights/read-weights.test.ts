import { readFile } from 'node:fs/promises';
import { expectNoLeakedTensors, goldenInput, goldenWeight, shared, sharedTest } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { mobilenet } from '../backbones/mobilenet.js';
import { mobilenetV2 } from '../backbones/mobilenet-v2.js';
import { squeezenet } from '../backbones/squeezenet.js';
import { startEngine } from '../engine/engine.js';
import { assignWeights } from './assign-weights.js';
import { readWeights } from './read-weights.js';
import type { WeightsFile } from './types.js';

beforeAll(async () => {
  await startEngine();
});

describe('one MobileNet saved by Keras', () => {
  const files = [
    ['legacy .h5, weights only', 'mobilenet_025_64_no_top.h5', 'keras-h5'],
    ['legacy .h5, whole model', 'mobilenet_025_64_model.h5', 'keras-h5'],
    ['.weights.h5', 'mobilenet_025_64.weights.h5', 'keras-weights-h5'],
    ['.keras', 'mobilenet_025_64.keras', 'keras'],
    ['.safetensors', 'mobilenet_025_64.safetensors', 'safetensors'],
  ] as const;

  for (const [title, name, format] of files) {
    sharedTest(test, 'goldens/weight-files', `gives Keras's features from ${title}`, async () => {
      const golden = JSON.parse(await readFile(shared('goldens/weight-files/features.json'), 'utf8'));
      const model = mobilenet.build({ inputSize: 64, alpha: 0.25 });

      const file = await readWeights(shared(`goldens/weight-files/${name}`));
      const { ignored } = await expectNoLeakedTensors(() => assignWeights(model, file));

      expect(file.format).toBe(format);
      expect(ignored).toEqual([]);
      expectClose(run(model, goldenInput(64), 64), golden.output);
      model.dispose();
    });
  }

  for (const [title, name] of files) {
    sharedTest(test, 'goldens/weight-files', `has the generated values to the bit in ${title}`, async () => {
      const file = await readWeights(shared(`goldens/weight-files/${name}`));

      expect(file.layers).toHaveLength(54);
      expect(countValues(file)).toBe(218_544);
      for (const { layer, tensors } of file.layers) {
        const names = tensors.length === 1 ? ['kernel'] : ['gamma', 'beta', 'moving_mean', 'moving_variance'];
        for (const [i, { name, shape, data }] of tensors.entries()) {
          const variable = /^\d+$/.test(name) ? names[i]! : name;
          expect(data, `${layer}/${variable}`).toEqual(goldenWeight(`${layer}/${variable}`, shape));
        }
      }
    });
  }
});

describe('ImageNet weights in other people’s files', () => {
  const squeezenetFile = 'weights/squeezenet-1.1/squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5';
  const exported = 'weights/mobilenet-v2-035/teachable-machine-export';
  const backbone = 'weights/mobilenet-v2-035/backbone';

  sharedTest(test, squeezenetFile, 'SqueezeNet 1.1 in Keras 1 HDF5 fills the whole network', async () => {
    const file = await readWeights(shared(squeezenetFile));
    const model = squeezenet.build({ inputSize: 64, alpha: 1 });

    expect(countValues(file)).toBe(722_496);
    expect(assignWeights(model, file)).toEqual({ ignored: [] });
    expect(model.countParams()).toBe(722_496);
    model.dispose();
  });

  sharedTest(test, backbone, 'MobileNetV2 0.35 in TensorFlow.js fills the whole network', async () => {
    const file = await readWeights(shared(`${backbone}/model.json`));
    const model = mobilenetV2.build({ inputSize: 96, alpha: 0.35 });

    expect(file.layers.flatMap(({ tensors }) => tensors)).toHaveLength(260);
    expect(assignWeights(model, file)).toEqual({ ignored: [] });
    expect(model.countParams()).toBe(countValues(file));
    model.dispose();
  });

  sharedTest(
    test,
    exported,
    'a Teachable Machine export gives the same network, its classifier left out',
    async () => {
      const file = await readWeights(shared(exported));
      const model = mobilenetV2.build({ inputSize: 96, alpha: 0.35 });

      expect(assignWeights(model, file).ignored).toEqual(['dense_Dense1', 'dense_Dense2']);
      const fromExport = run(model, goldenInput(96), 96);
      assignWeights(model, await readWeights(shared(backbone)));
      expect(fromExport).toEqual(run(model, goldenInput(96), 96));
      model.dispose();
    },
  );

  sharedTest(test, exported, 'every layer sees what tfjs’s own loader gives it', async () => {
    const folder = shared(backbone);
    const json = JSON.parse(await readFile(`${folder}/model.json`, 'utf8'));
    const bytes = await readFile(`${folder}/weights.bin`);
    const theirs = await tf.loadLayersModel(
      tf.io.fromMemory({
        modelTopology: json.modelTopology,
        weightSpecs: json.weightsManifest[0].weights,
        weightData: new Uint8Array(bytes).buffer,
      }),
    );
    const model = mobilenetV2.build({ inputSize: 224, alpha: 0.35 });
    assignWeights(model, await readWeights(folder));

    expectClose(run(model, goldenInput(224), 224), run(theirs, goldenInput(224), 224));
    model.dispose();
    theirs.dispose();
  });
});

function countValues({ layers }: WeightsFile): number {
  return layers.flatMap(({ tensors }) => tensors).reduce((count, { data }) => count + data.length, 0);
}

function run(model: tf.LayersModel, input: Float32Array, size: number): number[] {
  return tf.tidy(() => {
    const output = model.predict(tf.tensor4d(input, [1, size, size, 3])) as tf.Tensor;
    return Array.from(output.dataSync());
  });
}

/** To 1e-4 of the largest value. */
function expectClose(received: readonly number[], expected: readonly number[]) {
  expect(received).toHaveLength(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  const worst = Math.max(...received.map((value, i) => Math.abs(value - expected[i]!)));
  expect(worst / scale).toBeLessThan(1e-4);
}
