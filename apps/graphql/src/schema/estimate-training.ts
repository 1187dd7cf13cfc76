import { featureExtraction, fineTuning } from '@graft/core';
import { estimateTraining, type TrainingEstimate } from '../training/estimate-training.js';
import { builder } from './builder.js';
import { expectDataset } from './datasets/ids.js';
import { given, recipeOf } from './recipe-of.js';
import { recipeFields, StrategyInput } from './training-input.js';

const EstimateTrainingInput = builder.inputType('EstimateTrainingInput', {
  description: 'The input of `train`, which is not started.',
  fields: (t) => ({
    ...recipeFields(t),
    strategy: t.field({ type: StrategyInput, description: 'Default `{ featureExtraction: {} }`.' }),
  }),
});

const TrainingEstimateType = builder.objectRef<TrainingEstimate>('TrainingEstimate').implement({
  description:
    'What a training will take, before it is started: from what its backbone costs and how fast earlier ones were here.',
  fields: (t) => ({
    secondsLow: t.exposeFloat('secondsLow', {
      description: 'From a worker’s taking it to the saved model, if all goes well.',
    }),
    secondsHigh: t.exposeFloat('secondsHigh', { description: 'The same on a busy machine.' }),
    downloadBytes: t.expose('downloadBytes', {
      type: 'BigInt',
      nullable: true,
      description: 'Weights that are fetched first, not counted in; null where they are at hand.',
    }),
    name: t.exposeString('name', { description: 'Of the model, where no other is given.' }),
    solvesHead: t.boolean({
      description:
        'Whether the head is solved for at once, with a penalty chosen by cross-validation, so that epochs and learning rate are not used. Giving either has it learn step by step.',
      resolve: ({ recipe }) => recipe.leavesHeadToGraft,
    }),
    epochs: t.int({
      description: 'Passes over the training pictures at most, default filled in.',
      resolve: ({ recipe }) => recipe.epochs,
    }),
    learningRate: t.float({
      description: 'Peak learning rate, default filled in.',
      resolve: ({ recipe }) => recipe.learningRate,
    }),
  }),
});

builder.queryField('estimateTraining', (t) =>
  t.field({
    type: TrainingEstimateType,
    description:
      'How long a training would take, as a range. Options that cannot be carried out are an error with the code that `train` gives.',
    authScopes: { predict: true },
    args: { input: t.arg({ type: EstimateTrainingInput, required: true, description: 'What to train.' }) },
    resolve: async (_root, { input: { strategy, ...input } }, { app }) => {
      const dataset = await expectDataset(app, input.dataset);
      const tuning = strategy?.fineTuning;
      return estimateTraining(app, dataset, {
        ...recipeOf(input),
        strategy: tuning ? fineTuning(given(tuning)) : featureExtraction(),
      });
    },
  }),
);
