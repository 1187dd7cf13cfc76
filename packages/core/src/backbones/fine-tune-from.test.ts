import { expectNoLeakedTensors } from '@graft/testing';
import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { cutNetwork, validCuts } from '../network/cut.js';
import { findBackbone, listBackbones } from './registry.js';

/** Parameters from the default layer on, added up by hand from the papers' tables: kernels, biases, four a channel of batch norm. */
const TRAINED = [
  // A 1x1 to 1152, depthwise 3x3, 1x1 to 320, 1x1 to 1280.
  ['efficientnet-lite0', 1_025_408],
  // The same with 960 in place of 1152.
  ['mobilenet-v2', 893_120],
  // Depthwise and 1x1 twice, from 512 to 1024 channels.
  ['mobilenet', 1_601_024],
  // Three bottlenecks of width 512 and one shortcut.
  ['resnet50', 14_998_528],
  ['resnet101', 14_998_528],
  ['resnet152', 14_998_528],
  // The same with batch norms before the convolutions and two fewer biases a block.
  ['resnet50-v2', 14_991_360],
  ['resnet101-v2', 14_991_360],
  ['resnet152-v2', 14_991_360],
  // 16 or 32 layers of growth 32, from 512, 640 and 896 channels.
  ['densenet121', 2_190_336],
  ['densenet169', 6_001_152],
  ['densenet201', 7_083_520],
  // The exit flow: separable convolutions to 728, 1024, 1536 and 2048, and a shortcut.
  ['xception', 6_801_104],
  // Fire modules 8 and 9.
  ['squeezenet', 386_176],
  // Three and four 3x3 convolutions of 512 to 512.
  ['vgg16', 7_079_424],
  ['vgg19', 9_439_232],
] as const;

beforeAll(async () => {
  await startEngine();
});

test.each(TRAINED)(
  '%s can be cut where fine-tuning starts by default; %d parameters learn',
  async (name, trained) => {
    const backbone = findBackbone(name);
    await expectNoLeakedTensors(async () => {
      const model = backbone.build({ inputSize: 64, alpha: 1 });
      expect(validCuts(model)).toContain(backbone.fineTuneFrom);

      const { prefix, suffix } = await cutNetwork(model, backbone.fineTuneFrom);
      expect(suffix!.countParams()).toBe(trained);
      expect(prefix.countParams()).toBe(model.countParams() - trained);
      for (const network of [model, prefix, suffix!]) network.dispose();
    });
  },
);

test('no backbone is left out of this', () => {
  expect(TRAINED.map(([name]) => name)).toEqual(listBackbones().map(({ name }) => name));
});
