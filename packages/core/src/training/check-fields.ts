import { OptionError } from '../errors.js';
import type { GradientClipping, UpdateRule } from '../training-graph/types.js';
import type { ResolvedRecipe } from './resolved-recipe.js';

/** @throws OptionError `OPTION_INVALID` naming the first field out of range. */
export function checkFields(recipe: ResolvedRecipe): void {
  const { strategy, earlyStopping, optimizer, ema, budgetSeconds } = recipe;
  wholeNumber('epochs', recipe.epochs, 1);
  wholeNumber('batchSize', recipe.batchSize, 1);
  wholeNumber('accumulate', recipe.accumulate, 1);
  wholeNumber('seed', recipe.seed, 0);
  if (strategy.name === 'fine-tuning') {
    wholeNumber('strategy.warmUpEpochs', strategy.warmUpEpochs, 0);
    checkMilestones(strategy.unfreezeAt ?? [], recipe.epochs);
  }
  if (earlyStopping !== false) wholeNumber('earlyStopping', earlyStopping, 1);
  number('learningRate', recipe.learningRate, (x) => x > 0 && x <= 10, 'a number in (0, 10]');
  number('labelSmoothing', recipe.labelSmoothing, (x) => x >= 0 && x < 1, 'a number in [0, 1)');
  number('lowestRate', recipe.lowestRate, (x) => x > 0 && x <= 1, 'a number in (0, 1]');
  if (ema !== undefined) number('ema', ema, (x) => x > 0 && x < 1, 'a number in (0, 1)');
  if (budgetSeconds !== undefined) positive('budgetSeconds', budgetSeconds);
  if (recipe.gradientClipping !== undefined) checkClipping(recipe.gradientClipping);
  if (optimizer.name !== 'lbfgs') checkConstants(optimizer);
  oneOf('schedule', recipe.schedule, ['constant', 'cosine', 'one-cycle']);
  oneOf('sampling', recipe.sampling, ['shuffled', 'balanced']);
  oneOf('precision', recipe.precision, ['float32', 'int8', 'auto']);
  oneOf('cachePrecision', recipe.cachePrecision, ['float32', 'float16']);
  oneOf('resize', recipe.resize, ['crop', 'letterbox', 'stretch']);
  oneOf('onBadFile', recipe.onBadFile, ['skip', 'refuse']);
}

function checkMilestones(milestones: readonly number[], epochs: number): void {
  const rises = milestones.every(
    (epoch, i) => Number.isInteger(epoch) && epoch > (milestones[i - 1] ?? 0) && epoch < epochs,
  );
  if (!rises) {
    invalidOption(
      'strategy.unfreezeAt',
      milestones,
      `rising whole numbers from 1 to ${epochs - 1}, below the epochs`,
    );
  }
}

function checkClipping(clipping: GradientClipping): void {
  const entries = Object.entries(clipping);
  const [entry] = entries;
  if (entries.length !== 1 || !entry || !['globalNorm', 'value'].includes(entry[0])) {
    invalidOption('gradientClipping', clipping, '{ globalNorm } or { value }, one of them');
  }
  positive(`gradientClipping.${entry[0]}`, entry[1]);
}

/** The constants of an update rule, where they are given. */
function checkConstants({ name, nesterov, ...constants }: UpdateRule & { nesterov?: unknown }): void {
  if (nesterov !== undefined && typeof nesterov !== 'boolean') {
    invalidOption('optimizer.nesterov', nesterov, 'true or false');
  }
  for (const [constant, value] of Object.entries(constants) as [string, unknown][]) {
    if (value === undefined) continue;
    const field = `optimizer.${constant}`;
    if (constant === 'epsilon') positive(field, value);
    else if (constant === 'weightDecay') number(field, value, (x) => x >= 0, 'a number >= 0');
    else number(field, value, (x) => x >= 0 && x < 1, 'a number in [0, 1)');
  }
}

export function oneOf(field: string, value: string, values: readonly string[]): void {
  if (!values.includes(value)) invalidOption(field, value, `one of ${values.join(', ')}`);
}

export function invalidOption(field: string, value: unknown, expected: string): never {
  throw new OptionError('OPTION_INVALID', `${field} is ${JSON.stringify(value)}; expected ${expected}.`, {
    details: { field, value },
  });
}

function wholeNumber(field: string, value: number, min: number): void {
  if (!Number.isInteger(value) || value < min) invalidOption(field, value, `a whole number >= ${min}`);
}

function positive(field: string, value: unknown): void {
  number(field, value, (x) => x > 0, 'a number > 0');
}

function number(field: string, value: unknown, holds: (value: number) => boolean, expected: string): void {
  if (typeof value !== 'number' || !Number.isFinite(value) || !holds(value)) {
    invalidOption(field, value, expected);
  }
}
