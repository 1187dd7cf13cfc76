import { expectNoLeakedTensors } from '@graft/testing';
import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { cutNetwork, validCuts } from '../network/cut.js';
import { findBackbone, listBackbones } from './registry.js';

/** Parameters from the default layer on, added up by hand from the papers' tables: kernels, biases, four a channel of batch norm. */
const TRAINED = [
  // Stage 6, four blocks to 192, 1,670,688 with their statistics; a 1x1 to 1152, depthwise 3x3, 1x1 to 320, 1x1 to 1280.
  ['efficientnet-lite0', 2_696_096],
  // The same with 960 in place of 1152.
  ['mobilenet-v2', 893_120],
  // Depthwise and 1x1 twice, from 512 to 1024 channels.
  ['mobilenet', 1_601_024],
  // Three blocks of squeeze and excite, to 96 and 160 channels, and the 1x1 above.
  ['mobilenet-v3-small', 743_976],
  ['mobilenet-v3-large', 2_192_712],
  // Stage 7 and the 1x1 above, with the width and depth of each size.
  ['efficientnet-b0', 1_137_200],
  ['efficientnet-b1', 2_709_120],
  ['efficientnet-b2', 3_251_916],
  ['efficientnet-b3', 3_896_506],
  ['efficientnet-b4', 5_299_060],
  ['efficientnet-b5', 10_836_620],
  ['efficientnet-b6', 13_712_342],
  ['efficientnet-b7', 23_141_952],
  // Stage 6 and the 1x1 above.
  ['efficientnet-v2-b0', 4_527_276],
  ['efficientnet-v2-b1', 5_101_788],
  ['efficientnet-v2-b2', 6_642_450],
  ['efficientnet-v2-b3', 9_901_344],
  // A 2x2 to 768, three blocks and two norms.
  ['convnext-tiny', 15_472_128],
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
  // mixed9 and mixed10.
  ['inception-v3', 11_127_936],
  // Ten blocks of 448 channels on 2080, and the 1x1 above.
  ['inception-resnet-v2', 23_562_368],
  // All but the stem's 3x3 to 32 channels and its norm.
  ['nasnet-mobile', 4_268_724],
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
