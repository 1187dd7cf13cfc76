import { resolveAugmentation } from '../augmentation/resolve-augmentation.js';
import { listBackbones } from '../backbones/registry.js';
import type { Task } from '../data/types.js';
import { OptionError } from '../errors.js';
import { checkFields, invalidOption, oneOf } from './check-fields.js';
import { resolveHead } from './head.js';
import { resolveBackbone } from './resolve-backbone.js';
import { resolveLbfgs, STEPWISE } from './resolve-lbfgs.js';
import type { ResolvedRecipe } from './resolved-recipe.js';
import { featureExtraction } from './strategies.js';
import type { BackboneChoice, HeadOptions, OptimizerOptions, TrainingRecipe } from './types.js';

export type { ResolvedRecipe } from './resolved-recipe.js';

/**
 * Learning rates for Adam and RMSprop; SGD needs about ten times as much. Fine-tuning's were measured with
 * EfficientNet-Lite0 (docs/decisions/0013).
 */
const DEFAULTS = {
  'feature-extraction': { epochs: 50, learningRate: 1e-3, schedule: 'constant' },
  'fine-tuning': { epochs: 10, learningRate: 3e-4, schedule: 'cosine' },
} as const;

/**
 * @param task of the dataset: a linear head for several labels at once or for numbers is solved for unless steps are asked for.
 * @throws OptionError `OPTION_INVALID` naming the first field out of range.
 */
export function resolveRecipe(recipe: TrainingRecipe, task: Task = 'single-label'): ResolvedRecipe {
  const strategy = recipe.strategy ?? featureExtraction();
  if (!(strategy.name in DEFAULTS))
    invalidOption('strategy', strategy.name, Object.keys(DEFAULTS).join(' or '));
  const defaults = DEFAULTS[strategy.name];
  const backbone = resolveBackbone(recipe.backbone);
  const head = resolveHead(recipe.head, featureLayersOf(backbone));
  const solved = task !== 'single-label' && !needsSteps(recipe, head);
  const chosen = resolveOptimizer(recipe.optimizer ?? (solved ? 'lbfgs' : 'adam'));
  const optimizer = chosen.name === 'lbfgs' ? resolveLbfgs(chosen, recipe, head) : chosen;
  const resolved: ResolvedRecipe = {
    backbone,
    strategy,
    head,
    epochs: recipe.epochs ?? defaults.epochs,
    batchSize: recipe.batchSize ?? 32,
    learningRate: recipe.learningRate ?? defaults.learningRate * (optimizer.name === 'sgd' ? 10 : 1),
    leavesHeadToGraft:
      task === 'single-label' &&
      strategy.name === 'feature-extraction' &&
      head.dense.length === 0 &&
      asksForNoSteps(recipe),
    optimizer,
    schedule: recipe.schedule ?? defaults.schedule,
    earlyStopping: recipe.earlyStopping ?? (strategy.name === 'fine-tuning' ? false : 5),
    returnsToStart: strategy.name === 'fine-tuning' && recipe.earlyStopping === undefined,
    accumulate: recipe.accumulate ?? 1,
    sampling: recipe.sampling ?? 'shuffled',
    gradientClipping: recipe.gradientClipping,
    labelSmoothing: recipe.labelSmoothing ?? 0,
    ema: recipe.ema,
    lowestRate: recipe.lowestRate ?? 1,
    budgetSeconds: recipe.budgetSeconds,
    classWeights: recipe.classWeights,
    augmentation: resolveAugmentation(recipe.augmentation),
    precision: recipe.precision ?? 'float32',
    cachePrecision: recipe.cachePrecision ?? 'float32',
    resize: recipe.resize ?? 'crop',
    onBadFile: recipe.onBadFile ?? 'skip',
    seed: recipe.seed ?? 42,
  };
  checkFields(resolved);
  if (strategy.name !== 'fine-tuning' && resolved.lowestRate !== 1) {
    throw new OptionError(
      'OPTION_CONFLICT',
      'lowestRate sets the learning rates of backbone layers; feature extraction trains none. Leave it out or fine-tune.',
      { details: { field: 'lowestRate' } },
    );
  }
  return resolved;
}

/** A network from a file may be called like one that Graft knows. */
function featureLayersOf({ name, path }: BackboneChoice): readonly string[] | undefined {
  if (path !== undefined) return undefined;
  return listBackbones().find((backbone) => backbone.name === name)?.featureLayers;
}

/** With any of these, training step by step was asked for. */
const ASKS_FOR_STEPS = [...STEPWISE, 'optimizer', 'budgetSeconds', 'augmentation'] as const;

function asksForNoSteps(recipe: TrainingRecipe): boolean {
  const given = typeof recipe.head === 'object' ? recipe.head : {};
  return (
    ASKS_FOR_STEPS.every((field) => recipe[field] === undefined) &&
    given.l2 === undefined &&
    given.dropout === undefined
  );
}

function needsSteps(recipe: TrainingRecipe, { dense }: HeadOptions): boolean {
  const { strategy, augmentation } = recipe;
  return (
    strategy?.name === 'fine-tuning' ||
    dense.length > 0 ||
    (augmentation !== undefined && augmentation !== 'none') ||
    STEPWISE.some((field) => recipe[field] !== undefined)
  );
}

/**
 * One factor per label: `balanced` is count / (classes * class count), as scikit-learn defines it.
 *
 * @param counts training samples of each label.
 * @throws OptionError when a named label does not exist or a factor is not positive.
 */
export function resolveClassWeights(
  classWeights: TrainingRecipe['classWeights'],
  labels: readonly string[],
  counts: readonly number[],
): number[] | undefined {
  if (classWeights === undefined) return undefined;
  if (classWeights === 'balanced') {
    const total = counts.reduce((a, b) => a + b, 0);
    return counts.map((count) => total / (labels.length * Math.max(1, count)));
  }
  if (typeof classWeights !== 'object')
    invalidOption('classWeights', classWeights, '"balanced" or a factor per label');
  for (const [label, weight] of Object.entries(classWeights)) {
    if (!labels.includes(label))
      invalidOption(`classWeights.${label}`, weight, `one of the labels ${labels.join(', ')}`);
    if (!(weight > 0 && Number.isFinite(weight)))
      invalidOption(`classWeights.${label}`, weight, 'a number > 0');
  }
  return labels.map((label) => classWeights[label] ?? 1);
}

function resolveOptimizer(optimizer: NonNullable<TrainingRecipe['optimizer']>): OptimizerOptions {
  const options = typeof optimizer === 'string' ? ({ name: optimizer } as OptimizerOptions) : optimizer;
  oneOf('optimizer', options.name, ['adam', 'adamw', 'sgd', 'rmsprop', 'lbfgs']);
  return options;
}
