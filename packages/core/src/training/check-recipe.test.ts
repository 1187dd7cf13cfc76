import { expect, test } from 'vitest';
import { checkRecipe } from './check-recipe.js';
import { fineTuning } from './strategies.js';
import type { TrainingRecipe } from './types.js';

test('a recipe that can be carried out comes back with its defaults', () => {
  const strategy = fineTuning({ from: 'block6a_expand_conv' });
  expect(checkRecipe({ strategy })).toMatchObject({
    backbone: { name: 'efficientnet-lite0' },
    epochs: 10,
    strategy,
  });
});

test.each<[string, TrainingRecipe, string, string | undefined]>([
  ['an unknown backbone', { backbone: 'vgg17' }, 'BACKBONE_UNKNOWN', undefined],
  [
    'pictures that are too small',
    { backbone: { name: 'vgg16', inputSize: 8 } },
    'BACKBONE_INPUT_SIZE',
    'inputSize',
  ],
  [
    'a width that nobody trained',
    { backbone: { name: 'mobilenet-v2', alpha: 3 } },
    'BACKBONE_NO_WEIGHTS',
    'alpha',
  ],
  [
    'a layer of another network',
    { strategy: fineTuning({ from: 'block5_conv1' }) },
    'NETWORK_UNKNOWN_LAYER',
    undefined,
  ],
  [
    'a layer inside a block',
    { strategy: fineTuning({ from: 'block6b_dwconv' }) },
    'NETWORK_INVALID_CUT',
    undefined,
  ],
  ['half an epoch', { epochs: 0.5 }, 'OPTION_INVALID', 'epochs'],
])('%s is found without data', (_, recipe, code, field) => {
  expect(() => checkRecipe(recipe)).toThrow(
    expect.objectContaining({ code, ...(field && { details: expect.objectContaining({ field }) }) }),
  );
});
