import { weightsPath } from '@graft/backbone-efficientnet-lite0';
import { expectNoLeakedTensors, shared, sharedTest } from '@graft/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { startEngine } from '../engine/engine.js';
import { efficientnetLite0 } from './efficientnet-lite0.js';
import { loadBackbone } from './load-backbone.js';
import type { BackboneChoice } from './types.js';

beforeAll(async () => {
  await startEngine();
});

describe('where the weights come from', () => {
  test('the default backbone’s are embedded', async () => {
    const { backbone, options, model, scaling, weightsSource, embedded } =
      await loadBackbone('efficientnet-lite0');
    expect(backbone).toBe(efficientnetLite0);
    expect(options).toEqual({ inputSize: 224, alpha: 1 });
    expect(scaling).toBe(PIXEL_SCALINGS.lite);
    expect(weightsSource).toBe('embedded');
    expect(embedded).toBe(true);
    model.dispose();
    // README of the reference weights: without the classifier.
    await expectEveryWeightSet({ name: 'efficientnet-lite0' }, 3_413_024);
  });

  test('a file given by hand goes first', async () => {
    const loaded = await loadBackbone({ name: 'efficientnet-lite0', inputSize: 96, weights: weightsPath });
    // The name alone: saved models carry it, and a folder is nobody else's business.
    expect(loaded.weightsSource).toBe('file efficientnet-lite0.f16.safetensors');
    expect(loaded.embedded).toBe(false);
    expect(loaded.model.outputs[0]!.shape).toEqual([null, 3, 3, 1280]);
    loaded.model.dispose();
  });

  test('random weights need no file, and are the same every time', async () => {
    const sums = [];
    for (let i = 0; i < 2; i++) {
      const { model, weightsSource, embedded } = await loadBackbone({
        name: 'mobilenet',
        alpha: 0.25,
        weights: 'random',
      });
      expect(weightsSource).toBe('random (He uniform, seed 0)');
      expect(embedded).toBe(false);
      sums.push(model.getWeights().map((weight) => weight.sum().dataSync()[0]));
      model.dispose();
    }
    expect(sums[1]).toEqual(sums[0]);
  });

  test('nobody’s, for a width that nobody trained: the error says what to do', async () => {
    await expect(loadBackbone({ name: 'mobilenet-v2', alpha: 0.6 })).rejects.toThrow(
      expect.objectContaining({
        code: 'BACKBONE_NO_WEIGHTS',
        message:
          'Nobody publishes weights of MobileNetV2 with alpha 0.6 and input size 224. Choose another alpha, give a weights file (`weights`), or `random` to start untrained.',
      }),
    );
  });
});

describe('other people’s files of real ImageNet weights load by name', () => {
  const squeezenet = 'weights/squeezenet-1.1/squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5';
  const mobilenet = 'weights/mobilenet-v2-035/backbone';

  sharedTest(test, squeezenet, 'SqueezeNet from Keras 1, whose variables have odd names', async () => {
    await expectEveryWeightSet({ name: 'squeezenet', weights: shared(squeezenet) }, 722_496);
  });

  sharedTest(test, mobilenet, 'MobileNetV2 from Teachable Machine', async () => {
    await expectEveryWeightSet({ name: 'mobilenet-v2', alpha: 0.35, weights: shared(mobilenet) }, 410_208);
  });
});

async function expectEveryWeightSet(choice: BackboneChoice, parameters: number): Promise<void> {
  const { model } = await loadBackbone(choice);
  expect(model.countParams()).toBe(parameters);
  expect(model.getWeights().every((weight) => weight.abs().max().dataSync()[0]! > 0)).toBe(true);
  model.dispose();
}

test('weights of another network are refused, and nothing is left in memory', async () => {
  await expectNoLeakedTensors(async () => {
    await expect(loadBackbone({ name: 'vgg16', weights: weightsPath })).rejects.toThrow(
      expect.objectContaining({ code: 'WEIGHTS_MISSING_TENSOR' }),
    );
  });
});

test('an unknown name and an option out of range are refused before anything is built', async () => {
  await expect(loadBackbone('vgg17')).rejects.toThrow(expect.objectContaining({ code: 'BACKBONE_UNKNOWN' }));
  await expect(loadBackbone({ name: 'vgg16', inputSize: 16 })).rejects.toThrow(
    expect.objectContaining({ code: 'BACKBONE_INPUT_SIZE' }),
  );
});
