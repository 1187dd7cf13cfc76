import { OptionError } from '../errors.js';
import type { HeadOptions, LbfgsOptions, TrainingRecipe } from './types.js';

/** From strong to weak: each solution is near the next one. */
export const PENALTIES = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5];
/** What only training step by step has. */
export const STEPWISE = [
  'epochs',
  'batchSize',
  'learningRate',
  'schedule',
  'earlyStopping',
  'accumulate',
  'sampling',
  'gradientClipping',
  'labelSmoothing',
  'ema',
] as const;

/**
 * @throws OptionError `OPTION_CONFLICT` where more than one dense layer would learn, or with an option that L-BFGS has no
 * use for; `OPTION_INVALID` for penalties out of range.
 */
export function resolveLbfgs(
  { l2 }: LbfgsOptions,
  recipe: TrainingRecipe,
  head: HeadOptions,
): Required<LbfgsOptions> {
  if (recipe.strategy?.name === 'fine-tuning') {
    conflict(
      'strategy',
      'the optimizer lbfgs trains one dense layer on frozen features, fine-tuning more than that',
    );
  }
  if (head.dense.length > 0) {
    conflict('head.dense', 'the optimizer lbfgs trains one dense layer, this head has hidden ones');
  }
  for (const field of [...STEPWISE, 'lowestRate'] as const) {
    if (recipe[field] !== undefined && recipe[field] !== false) {
      conflict(field, `the optimizer lbfgs solves for the head at once and has no ${field}`);
    }
  }
  if (recipe.augmentation !== undefined && recipe.augmentation !== 'none') {
    conflict('augmentation', 'the optimizer lbfgs learns from each picture as it is');
  }
  const own = typeof recipe.head === 'object' ? recipe.head.l2 : undefined;
  if (own !== undefined && l2 !== undefined) {
    conflict('optimizer.l2', `head.l2 is ${own}, and optimizer.l2 gives penalties too`);
  }
  const penalties = l2 ?? (own === undefined ? PENALTIES : [own]);
  if (penalties.length === 0 || !penalties.every((value) => value >= 0 && Number.isFinite(value))) {
    throw new OptionError(
      'OPTION_INVALID',
      `optimizer.l2 is ${JSON.stringify(penalties)}; expected one or more numbers >= 0.`,
      { details: { field: 'optimizer.l2', value: penalties } },
    );
  }
  return { name: 'lbfgs', l2: penalties.toSorted((a, b) => b - a) };
}

function conflict(field: string, why: string): never {
  throw new OptionError(
    'OPTION_CONFLICT',
    `${field} does not go together with the rest: ${why}. Leave one of them out.`,
    {
      details: { field },
    },
  );
}
