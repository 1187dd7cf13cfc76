import { featureExtraction, fineTuning, GraftError, OptionError } from '@graft/core';
import { startComparison, startTraining, type TrainingRequest } from '../training/start-training.js';
import { JobRef } from './job-ref.js';
import { mutation } from './mutation.js';
import { given, recipeOf } from './recipe-of.js';
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

const FIELDS_BY_CODE: Readonly<Record<string, string>> = {
  BACKBONE_UNKNOWN: 'backbone',
  BACKBONE_INPUT_SIZE: 'backboneOptions.inputSize',
  BACKBONE_ALPHA: 'backboneOptions.alpha',
  BACKBONE_NO_WEIGHTS: 'backboneOptions.alpha',
};

/** Errors of the library name the options of the library: they are led back to the input's fields. */
export async function withFieldsOf<T>(fineTuningField: string, work: () => Promise<T>): Promise<T> {
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
    .replace(/^strategy\.unfreezeAt/, `${fineTuningField}.unfreezeAt`)
    .replace(/^optimizer\.weightDecay/, 'weightDecay')
    .replace(/^optimizer\.(\w)/, 'optimizerConstants.$1')
    .replace(/^augmentation\.transforms.*/, 'augmentation.preset')
    .replace(/\[(\d+)\]/g, '.$1');
}
