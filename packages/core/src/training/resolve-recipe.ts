import { type Augmentation, resolveAugmentation } from '../augmentation/resolve-augmentation.js';
import { OptionError } from '../errors.js';
import type { UpdateRule } from '../training-graph/types.js';
import { resolveHead } from './head.js';
import { resolveLbfgs } from './resolve-lbfgs.js';
import { featureExtraction } from './strategies.js';
import type {
  BackboneChoice,
  HeadOptions,
  LbfgsOptions,
  OptimizerOptions,
  Precision,
  ScheduleName,
  Strategy,
  TrainingRecipe,
} from './types.js';

/** A recipe with every default filled in: plain JSON, saved with the model. */
export interface ResolvedRecipe {
  readonly backbone: BackboneChoice;
  readonly strategy: Strategy;
  readonly head: HeadOptions;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly optimizer: UpdateRule | Required<LbfgsOptions>;
  readonly schedule: ScheduleName;
  readonly earlyStopping: number | false;
  readonly classWeights: TrainingRecipe['classWeights'];
  readonly augmentation?: Augmentation;
  readonly precision: Precision;
  readonly resize: NonNullable<TrainingRecipe['resize']>;
  readonly onBadFile: NonNullable<TrainingRecipe['onBadFile']>;
  readonly seed: number;
}

export const DEFAULT_BACKBONE = 'efficientnet-lite0';

/** Learning rates for Adam and RMSprop; SGD needs about ten times as much. */
const DEFAULTS = {
  'feature-extraction': { epochs: 50, learningRate: 1e-3, schedule: 'constant' },
  'fine-tuning': { epochs: 3, learningRate: 1e-4, schedule: 'cosine' },
} as const;

/** @throws OptionError `OPTION_INVALID` naming the first field out of range. */
export function resolveRecipe(recipe: TrainingRecipe): ResolvedRecipe {
  const strategy = recipe.strategy ?? featureExtraction();
  if (!(strategy.name in DEFAULTS)) invalid('strategy', strategy.name, Object.keys(DEFAULTS).join(' or '));
  const defaults = DEFAULTS[strategy.name];
  const head = resolveHead(recipe.head);
  const chosen = resolveOptimizer(recipe.optimizer);
  const optimizer = chosen.name === 'lbfgs' ? resolveLbfgs(chosen, recipe, head) : chosen;
  const resolved: ResolvedRecipe = {
    backbone:
      typeof recipe.backbone === 'object' ? recipe.backbone : { name: recipe.backbone ?? DEFAULT_BACKBONE },
    strategy,
    head,
    epochs: recipe.epochs ?? defaults.epochs,
    batchSize: recipe.batchSize ?? 32,
    learningRate: recipe.learningRate ?? defaults.learningRate * (optimizer.name === 'sgd' ? 10 : 1),
    optimizer,
    schedule: recipe.schedule ?? defaults.schedule,
    earlyStopping: recipe.earlyStopping ?? 5,
    classWeights: recipe.classWeights,
    augmentation: resolveAugmentation(recipe.augmentation),
    precision: recipe.precision ?? 'float32',
    resize: recipe.resize ?? 'crop',
    onBadFile: recipe.onBadFile ?? 'skip',
    seed: recipe.seed ?? 42,
  };
  wholeNumber('epochs', resolved.epochs, 1);
  wholeNumber('batchSize', resolved.batchSize, 1);
  wholeNumber('seed', resolved.seed, 0);
  if (strategy.name === 'fine-tuning') wholeNumber('strategy.warmUpEpochs', strategy.warmUpEpochs, 0);
  if (resolved.earlyStopping !== false) wholeNumber('earlyStopping', resolved.earlyStopping, 1);
  if (!(resolved.learningRate > 0 && resolved.learningRate <= 10)) {
    invalid('learningRate', resolved.learningRate, 'a number in (0, 10]');
  }
  oneOf('schedule', resolved.schedule, ['constant', 'cosine', 'one-cycle']);
  oneOf('precision', resolved.precision, ['float32', 'int8', 'auto']);
  oneOf('resize', resolved.resize, ['crop', 'letterbox', 'stretch']);
  oneOf('onBadFile', resolved.onBadFile, ['skip', 'refuse']);
  return resolved;
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
    invalid('classWeights', classWeights, '"balanced" or a factor per label');
  for (const [label, weight] of Object.entries(classWeights)) {
    if (!labels.includes(label))
      invalid(`classWeights.${label}`, weight, `one of the labels ${labels.join(', ')}`);
    if (!(weight > 0 && Number.isFinite(weight))) invalid(`classWeights.${label}`, weight, 'a number > 0');
  }
  return labels.map((label) => classWeights[label] ?? 1);
}

function resolveOptimizer(optimizer: TrainingRecipe['optimizer'] = 'adam'): OptimizerOptions {
  const options = typeof optimizer === 'string' ? ({ name: optimizer } as OptimizerOptions) : optimizer;
  oneOf('optimizer', options.name, ['adam', 'sgd', 'rmsprop', 'lbfgs']);
  return options;
}

function wholeNumber(field: string, value: number, min: number): void {
  if (!Number.isInteger(value) || value < min) invalid(field, value, `a whole number >= ${min}`);
}

function oneOf(field: string, value: string, values: readonly string[]): void {
  if (!values.includes(value)) invalid(field, value, `one of ${values.join(', ')}`);
}

function invalid(field: string, value: unknown, expected: string): never {
  throw new OptionError('OPTION_INVALID', `${field} is ${JSON.stringify(value)}; expected ${expected}.`, {
    details: { field, value },
  });
}
