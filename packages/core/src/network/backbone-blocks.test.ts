import { describe, expect, test } from 'vitest';
import { BACKBONE_COSTS } from '../backbones/costs.js';
import { findBackbone } from '../backbones/registry.js';
import { resolveBackboneOptions } from '../backbones/resolve-options.js';
import { backboneBlocks } from './backbone-blocks.js';
import { validCuts } from './cut.js';

const SMALL = [
  'efficientnet-lite0',
  'mobilenet-v2',
  'vgg16',
  'squeezenet',
  'resnet50',
  'nasnet-mobile',
  'convnext-tiny',
  'mobilenet',
  'xception',
];

describe('the blocks of a backbone', () => {
  test.each(SMALL)('%s: together they are the network, and one starts where fine-tuning does', (name) => {
    const blocks = backboneBlocks(name);
    expect(blocks.length).toBeGreaterThan(2);
    expect(blocks.length).toBeLessThanOrEqual(25);
    expect(blocks.reduce((total, { parameters }) => total + parameters, 0)).toBe(
      BACKBONE_COSTS[name]?.parameters,
    );
    expect(blocks.map(({ firstLayer }) => firstLayer)).toContain(findBackbone(name).fineTuneFrom);
    expect(blocks.every(({ parameters }) => parameters > 0)).toBe(true);
    const network = findBackbone(name).build(resolveBackboneOptions(findBackbone(name)));
    expect(validCuts(network)).toEqual(expect.arrayContaining(blocks.map(({ firstLayer }) => firstLayer)));
    network.dispose();
  });

  test('VGG16 multiplies and adds 15.3 thousand million times in its five blocks, as its authors count', () => {
    const blocks = backboneBlocks('vgg16');
    expect(blocks.map(({ name }) => name)).toEqual(['block1', 'block2', 'block3', 'block4', 'block5']);
    const total = blocks.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);
    expect(total / 1e9).toBeCloseTo(15.35, 1);
  });
});
