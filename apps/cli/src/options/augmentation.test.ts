import { expect, test } from 'vitest';
import { type AugmentationFlags, augmentationOf } from './augmentation.js';

test.each<[AugmentationFlags, ReturnType<typeof augmentationOf>]>([
  [{}, undefined],
  [{ augment: 'none' }, undefined],
  [{ augment: 'standard' }, { transforms: 'standard', views: undefined }],
  [
    { augment: 'light', views: 2 },
    { transforms: 'light', views: 2 },
  ],
  [
    { augment: 'strong', augmentStreaming: true },
    { transforms: 'strong', mode: 'streaming', mix: undefined },
  ],
  [
    { augmentStreaming: true, cutMix: 1 },
    { transforms: 'none', mode: 'streaming', mix: { name: 'cut-mix', alpha: 1 } },
  ],
  [
    { augment: 'light', augmentStreaming: true, mixUp: 0.2 },
    { transforms: 'light', mode: 'streaming', mix: { name: 'mix-up', alpha: 0.2 } },
  ],
])('%j', (flags, augmentation) => {
  expect(augmentationOf(flags)).toEqual(augmentation);
});

test.each<[AugmentationFlags, string]>([
  [{ views: 4 }, 'need --augment'],
  [{ augmentStreaming: true }, 'need --augment'],
  [{ augment: 'light', views: 4, augmentStreaming: true }, '--views and --augment-streaming contradict'],
  [{ augment: 'light', mixUp: 0.2 }, 'need --augment-streaming'],
  [{ augmentStreaming: true, mixUp: 0.2, cutMix: 1 }, 'not both'],
])('%j contradicts itself', (flags, message) => {
  expect(() => augmentationOf(flags)).toThrow(
    expect.objectContaining({ code: 'OPTION_CONFLICT', message: expect.stringContaining(message) }),
  );
});
