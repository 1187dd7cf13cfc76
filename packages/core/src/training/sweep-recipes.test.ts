import { expect, test } from 'vitest';
import { sweepRecipes } from './sweep-recipes.js';

test('every combination once, those with the same features one after the other', () => {
  const trials = sweepRecipes(
    { epochs: 5 },
    {
      backbones: ['vgg16', 'mobilenet-v2'],
      cuts: ['frozen', 'default'],
      heads: ['linear', { pooling: 'both' }],
      learningRates: [1e-3, 1e-4],
    },
  );
  expect(trials).toHaveLength(16);
  expect(new Set(trials.map(({ varied }) => JSON.stringify(varied))).size).toBe(16);
  const sharing = trials.map(({ varied }) => `${varied.backbones} ${varied.cuts}`);
  expect(sharing.filter((own, i) => own !== sharing[i - 1])).toHaveLength(4);
  expect(trials[0]).toEqual({
    recipe: {
      epochs: 5,
      backbone: 'vgg16',
      strategy: { name: 'feature-extraction' },
      head: 'linear',
      learningRate: 1e-3,
    },
    varied: { backbones: 'vgg16', cuts: 'frozen', heads: 'linear', learningRates: '0.001' },
  });
  expect(trials.at(-1)!.recipe).toMatchObject({
    backbone: 'mobilenet-v2',
    strategy: { name: 'fine-tuning', from: undefined, warmUpEpochs: 50 },
    head: { pooling: 'both' },
    learningRate: 1e-4,
  });
});

test('without axes there is the recipe itself', () => {
  expect(sweepRecipes({ seed: 3 }, {})).toEqual([{ recipe: { seed: 3 }, varied: {} }]);
});

test('an axis without values is refused by name', () => {
  expect(() => sweepRecipes({}, { learningRates: [] })).toThrow(
    expect.objectContaining({ details: { field: 'learningRates' } }),
  );
});
