import { describe, expect, test } from 'vitest';
import { AUGMENTATION_PRESETS, presetTransforms } from './presets.js';
import { type AugmentationOptions, resolveAugmentation } from './resolve-augmentation.js';

test('nothing to vary is no augmentation', () => {
  expect(resolveAugmentation(undefined)).toBeUndefined();
  expect(resolveAugmentation('none')).toBeUndefined();
  expect(resolveAugmentation({ transforms: [] })).toBeUndefined();
});

test('a preset is four cached views; streaming has none', () => {
  const transforms = presetTransforms('standard');
  expect(resolveAugmentation('standard')).toEqual({ transforms, mode: 'views', views: 4 });
  expect(resolveAugmentation({ transforms: 'standard', mode: 'streaming' })).toEqual({
    transforms,
    mode: 'streaming',
    views: 0,
  });
});

test.each(AUGMENTATION_PRESETS)('the steps of %s pass as steps of your own', (preset) => {
  const transforms = presetTransforms(preset);
  expect(resolveAugmentation({ transforms })?.transforms ?? []).toEqual(transforms);
});

describe('says which field is wrong, what it is and what it may be', () => {
  test.each<[string, unknown, RegExp]>([
    ['an unknown preset', { transforms: 'heavy' }, /transforms is "heavy"; expected one of none, light/],
    ['an unknown step', { transforms: [{ name: 'melt' }] }, /transforms\.0\.name is "melt"/],
    [
      'a number out of range',
      { transforms: [{ name: 'rotate', degrees: 200 }] },
      /0\.degrees is 200; .*<=180/,
    ],
    [
      'a range upside down',
      { transforms: [{ name: 'zoom', factor: [2, 1] }] },
      /factor is \[2,1\]; .*smaller/,
    ],
    ['a parameter of another step', { transforms: [{ name: 'hue', degrees: 3 }] }, /transforms\.0/],
    ['no views', { transforms: 'light', views: 0 }, /views is 0; .*>=1/],
    [
      'an alpha of nothing',
      { transforms: 'none', mode: 'streaming', mix: { name: 'mix-up', alpha: 0 } },
      /alpha is 0/,
    ],
  ])('%s', (_, options, message) => {
    expect(() => resolveAugmentation(options as AugmentationOptions)).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringMatching(message) }),
    );
  });

  test.each<AugmentationOptions>([
    { transforms: 'light', mode: 'streaming', views: 4 },
    { transforms: 'light', mix: { name: 'mix-up', alpha: 0.2 } },
  ])('an option of the other mode: %j', (options) => {
    expect(() => resolveAugmentation(options)).toThrow(expect.objectContaining({ code: 'OPTION_CONFLICT' }));
  });
});
