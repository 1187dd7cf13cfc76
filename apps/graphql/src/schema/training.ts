import {
  type AugmentationOptions,
  featureExtraction,
  fineTuning,
  GraftError,
  OptionError,
  type TrainingRecipe,
} from '@graft/core';
import { startComparison, startTraining, type TrainingRequest } from '../training/start-training.js';
import { JobRef } from './job-ref.js';
import { mutation } from './mutation.js';
import { FineTuningInput, type RecipeInput, recipeFields, StrategyInput } from './training-input.js';

mutation('train', {
  description:
    'Queues a training and answers at once. Everything that can be checked is checked first; follow the job with `trainingProgress`, or ask for it.',
  scope: 'train',
  input: (t) => ({
    ...recipeFields(t),
    strategy: t.field({ type: StrategyInput, description: 'Default `{ featureExtraction: {} }`.' }),
  }),
  resolve: async ({ strategy, ...input }, { app, principal }) => {
    const tuning = strategy?.fineTuning;
    const request = {
      ...requestOf(input),
      cacheFeatures: strategy?.featureExtraction?.cacheFeatures ?? true,
    };
    const recipe = { ...recipeOf(input), strategy: tuning ? fineTuning(given(tuning)) : featureExtraction() };
    const job = await withFieldsOf('strategy.fineTuning', () =>
      startTraining(app, principal, { ...request, recipe }),
    );
    return { job };
  },
  payload: (t) => ({
    job: t.field({
      type: JobRef,
      nullable: true,
      description: 'The training, in most cases still `QUEUED`.',
      resolve: ({ job }) => job,
    }),
  }),
});

mutation('compare', {
  description:
    'Queues a training with each strategy on the same split of the same pictures. Answers at once with a comparison, which has both and in the end a recommendation.',
  scope: 'train',
  input: (t) => ({
    ...recipeFields(t),
    fineTuning: t.field({ type: FineTuningInput, description: 'Of the second one; default `{}`.' }),
  }),
  resolve: async ({ fineTuning: tuning, ...input }, { app, principal }) => {
    const request = { ...requestOf(input), cacheFeatures: true, recipe: recipeOf(input) };
    const job = await withFieldsOf('fineTuning', () =>
      startComparison(app, principal, { ...request, fineTuning: given(tuning ?? {}) }),
    );
    return { job };
  },
  payload: (t) => ({
    job: t.field({
      type: JobRef,
      nullable: true,
      description: 'The comparison; its trainings are its `children`.',
      resolve: ({ job }) => job,
    }),
  }),
});

function requestOf({
  dataset,
  name,
  idempotencyKey,
  validationFraction,
  testFraction,
}: RecipeInput): Omit<TrainingRequest, 'recipe' | 'cacheFeatures'> {
  return { dataset, name, idempotencyKey, fractions: given({ validationFraction, testFraction }) };
}

function recipeOf(input: RecipeInput): TrainingRecipe {
  const { backbone, backboneOptions, head, earlyStopping, classWeights, augmentation } = input;
  const { epochs, batchSize, learningRate, optimizer, schedule, precision, resize, onBadFile, seed } = input;
  return {
    ...given({ epochs, batchSize, learningRate, optimizer, schedule, precision, resize, onBadFile, seed }),
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
function given<T extends object>(fields: T): { [Key in keyof T]: NonNullable<T[Key]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]: NonNullable<T[Key]> };
}

const FIELDS_BY_CODE: Readonly<Record<string, string>> = {
  BACKBONE_UNKNOWN: 'backbone',
  BACKBONE_INPUT_SIZE: 'backboneOptions.inputSize',
  BACKBONE_ALPHA: 'backboneOptions.alpha',
  BACKBONE_NO_WEIGHTS: 'backboneOptions.alpha',
};

/** Errors of the library name the options of the library: they are led back to the input's fields. */
async function withFieldsOf<T>(fineTuningField: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GraftError) || error.kind !== 'input') throw error;
    const { code, message, details } = error;
    const field = code.startsWith('NETWORK_')
      ? `${fineTuningField}.from`
      : (FIELDS_BY_CODE[code] ?? fieldOf(String(details.field ?? ''), fineTuningField));
    throw new OptionError(code, message, {
      cause: error,
      details: { ...details, field: field || undefined },
    });
  }
}

function fieldOf(option: string, fineTuningField: string): string {
  return option
    .replace(/^strategy\.warmUpEpochs/, `${fineTuningField}.warmUpEpochs`)
    .replace(/^augmentation\.transforms.*/, 'augmentation.preset')
    .replace(/\[(\d+)\]/g, '.$1');
}
