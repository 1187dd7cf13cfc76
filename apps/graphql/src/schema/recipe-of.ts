import { type AugmentationOptions, OptionError, type TrainingRecipe } from '@graft/core';
import type { RecipeInput } from './training-input.js';

/** The recipe of the library that an input asks for; what was left out stays out, for its defaults depend on each other. */
export function recipeOf(input: RecipeInput): TrainingRecipe {
  const { backbone, backboneOptions, head, earlyStopping, classWeights, augmentation } = input;
  const { epochs, batchSize, learningRate, schedule, precision, resize, onBadFile, seed } = input;
  const { labelSmoothing, ema, accumulate, sampling, budgetSeconds, lowestRate, cachePrecision } = input;
  return {
    ...given({ epochs, batchSize, learningRate, schedule, precision, resize, onBadFile, seed }),
    ...given({ labelSmoothing, ema, accumulate, sampling, budgetSeconds, lowestRate, cachePrecision }),
    ...optimizerOf(input),
    gradientClipping: clippingOf(input.gradientClipping),
    backbone: { name: backbone ?? 'efficientnet-lite0', ...given(backboneOptions ?? {}) },
    head: headOf(head),
    earlyStopping: earlyStopping === 0 ? false : (earlyStopping ?? undefined),
    classWeights: classWeights?.balanced
      ? 'balanced'
      : classWeights?.perLabel &&
        Object.fromEntries(classWeights.perLabel.map(({ label, weight }) => [label, weight])),
    augmentation: augmentation ? augmentationOf(augmentation) : undefined,
  };
}

type Optimizer = Exclude<TrainingRecipe['optimizer'], string | undefined>;

/** Constants of each optimizer. */
const CONSTANTS: Readonly<Record<Optimizer['name'], readonly string[]>> = {
  adam: ['beta1', 'beta2', 'epsilon'],
  adamw: ['beta1', 'beta2', 'epsilon', 'weightDecay'],
  sgd: ['momentum', 'nesterov'],
  rmsprop: ['rho', 'momentum', 'epsilon'],
  lbfgs: ['l2'],
};

function optimizerOf({
  optimizer,
  weightDecay,
  optimizerConstants,
}: RecipeInput): Pick<TrainingRecipe, 'optimizer'> {
  const constants = given({ ...optimizerConstants, weightDecay });
  const names = Object.keys(constants);
  if (names.length === 0) return given({ optimizer });
  const name = optimizer ?? 'adam';
  const strange = names.find((each) => !CONSTANTS[name].includes(each));
  if (strange === undefined) return { optimizer: { name, ...constants } as Optimizer };
  const field = strange === 'weightDecay' ? strange : `optimizerConstants.${strange}`;
  const owners = Object.entries(CONSTANTS).flatMap(([owner, its]) =>
    its.includes(strange) ? owner.toUpperCase() : [],
  );
  throw new OptionError(
    'OPTION_CONFLICT',
    `${field} belongs to the optimizer ${owners.join(' or ')}; leave it out with ${name.toUpperCase()}.`,
    { details: { field } },
  );
}

function clippingOf(clipping: RecipeInput['gradientClipping']): TrainingRecipe['gradientClipping'] {
  if (clipping?.globalNorm != null) return { globalNorm: clipping.globalNorm };
  return clipping?.value == null ? undefined : { value: clipping.value };
}

function headOf(head: RecipeInput['head']): TrainingRecipe['head'] {
  if (!head) return undefined;
  const { name, dense, ...parts } = head;
  const own = given({ ...parts, dense: dense?.map((layer) => given(layer)) });
  if (!name) return own;
  if (Object.keys(own).length === 0) return name;
  throw new OptionError(
    'OPTION_CONFLICT',
    'head.name is a whole classifier; leave it out together with the other fields of head.',
    { details: { field: 'head.name' } },
  );
}

function augmentationOf({
  preset,
  mode,
  views,
  mix,
}: NonNullable<RecipeInput['augmentation']>): AugmentationOptions {
  return { transforms: preset, ...given({ mode, views }), ...(mix && { mix: given(mix) }) };
}

/** Without what was left out or null, which mean the same in an input. */
export function given<T extends object>(fields: T): { [Key in keyof T]: NonNullable<T[Key]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]: NonNullable<T[Key]> };
}
