import type { InputShapeFromFields } from '@pothos/core';
import { builder } from './builder.js';
import {
  ActivationEnum,
  AugmentationModeEnum,
  CachePrecisionEnum,
  HeadEnum,
  MixEnum,
  OnBadFileEnum,
  OptimizerEnum,
  PoolingEnum,
  PrecisionEnum,
  PresetEnum,
  ResizeEnum,
  SamplingEnum,
  ScheduleEnum,
} from './training-enums.js';

const MixInput = builder.inputType('MixInput', {
  description: 'Mixes pairs of training pictures. Only for `STREAMING`.',
  fields: (t) => ({
    name: t.field({ type: MixEnum, required: true, description: 'How.' }),
    alpha: t.float({ required: true, description: 'The share is drawn from Beta(alpha, alpha); in (0, 4].' }),
    probability: t.float({ description: 'Of a pair to be mixed, in [0, 1]; default 1.' }),
  }),
});

const AugmentationInput = builder.inputType('AugmentationInput', {
  description: 'How training pictures are varied; validation and test pictures never are.',
  fields: (t) => ({
    preset: t.field({ type: PresetEnum, required: true, description: 'Which changes.' }),
    mode: t.field({ type: AugmentationModeEnum, description: 'Default `VIEWS`.' }),
    views: t.int({ description: 'Variations of each picture beside the original, 1 to 100; default 4.' }),
    mix: t.field({ type: MixInput, description: 'Default: none.' }),
  }),
});

const DenseLayerInput = builder.inputType('DenseLayerInput', {
  description: 'A hidden layer of the classifier.',
  fields: (t) => ({
    units: t.int({ required: true, description: 'Its outputs, 1 or more.' }),
    activation: t.field({ type: ActivationEnum, description: 'Default `RELU`.' }),
    dropout: t.float({ description: 'After it, in [0, 1); default 0.' }),
  }),
});

const HeadInput = builder.inputType('HeadInput', {
  description: 'The new classifier on the backbone: a name, or its parts.',
  fields: (t) => ({
    name: t.field({ type: HeadEnum, description: 'A whole classifier; to be left out with the others.' }),
    pooling: t.field({ type: PoolingEnum, description: 'Default `AVERAGE`.' }),
    featureLayers: t.stringList({
      description:
        'Backbone layers whose outputs are pooled, each for itself, and read side by side; default: the last, or without `pooling` those that suit the backbone.',
    }),
    dropout: t.float({ description: 'After pooling, in [0, 1); default 0.2.' }),
    dense: t.field({ type: [DenseLayerInput], description: 'Hidden layers; default none.' }),
    l2: t.float({ description: 'Penalty on its kernels, 0 or more; default 0.' }),
  }),
});

const LabelWeightInput = builder.inputType('LabelWeightInput', {
  description: 'How much one label’s pictures count.',
  fields: (t) => ({
    label: t.string({ required: true, description: 'A label of the dataset.' }),
    weight: t.float({ required: true, description: 'A number > 0; other labels count 1.' }),
  }),
});

const ClassWeightsInput = builder.inputType('ClassWeightsInput', {
  description: 'Makes some labels count more. One of:',
  isOneOf: true,
  fields: (t) => ({
    balanced: t.boolean({ description: 'True: labels count the same, however many pictures they have.' }),
    perLabel: t.field({ type: [LabelWeightInput], description: 'A weight for each label that needs one.' }),
  }),
});

const GradientClippingInput = builder.inputType('GradientClippingInput', {
  description: 'Keeps gradients within bounds. One of:',
  isOneOf: true,
  fields: (t) => ({
    globalNorm: t.float({ description: 'The length of all of them together, > 0.' }),
    value: t.float({ description: 'Each number, > 0.' }),
  }),
});

const OptimizerConstantsInput = builder.inputType('OptimizerConstantsInput', {
  description: 'What an optimizer computes with, each for those that have it; defaults are Keras’s.',
  fields: (t) => ({
    beta1: t.float({ description: '`ADAM`, `ADAMW`: in [0, 1); default 0.9.' }),
    beta2: t.float({ description: '`ADAM`, `ADAMW`: in [0, 1); default 0.999.' }),
    epsilon: t.float({ description: '`ADAM`, `ADAMW`, `RMSPROP`: > 0; default 1e-7.' }),
    momentum: t.float({ description: '`SGD`: in [0, 1), default 0.9; `RMSPROP`: default 0.' }),
    nesterov: t.boolean({ description: '`SGD`: default false.' }),
    rho: t.float({ description: '`RMSPROP`: in [0, 1); default 0.9.' }),
    l2: t.floatList({
      description:
        '`LBFGS`: penalties to try, each 0 or more; the one with the lowest validation loss is kept. Default 0.1, 0.01, 0.001, 1e-4 and 1e-5.',
    }),
  }),
});

const BackboneOptionsInput = builder.inputType('BackboneOptionsInput', {
  description: 'What can be chosen about a backbone.',
  fields: (t) => ({
    inputSize: t.int({ description: 'Side of its square input in pixels; default: the backbone’s own.' }),
    alpha: t.float({ description: 'Width multiplier of the MobileNets; default 1.' }),
  }),
});

const FeatureExtractionInput = builder.inputType('FeatureExtractionInput', {
  description: 'The backbone is frozen whole; only a new head learns.',
  fields: (t) => ({
    cacheFeatures: t.boolean({
      description:
        'Default true: features are kept on the worker, and the next training on these pictures takes seconds.',
    }),
  }),
});

export const FineTuningInput = builder.inputType('FineTuningInput', {
  description: 'The head learns, then the top of the backbone with it.',
  fields: (t) => ({
    from: t.string({
      description: 'First backbone layer that learns, by Keras name; default: the start of its top blocks.',
    }),
    warmUpEpochs: t.int({
      description: 'Epochs at most for the head alone before; default 50, 0 starts cold.',
    }),
    unfreezeAt: t.intList({
      description:
        'Progressive unfreezing: what learns is unfrozen in parts, the uppermost at once and another after each of these epochs, rising and below `epochs`. Default: all at once.',
    }),
  }),
});

export const StrategyInput = builder.inputType('StrategyInput', {
  description: 'What learns. One of:',
  isOneOf: true,
  fields: (t) => ({
    featureExtraction: t.field({
      type: FeatureExtractionInput,
      description: 'Seconds to minutes; with few pictures.',
    }),
    fineTuning: t.field({ type: FineTuningInput, description: 'Minutes; with pictures unlike photographs.' }),
  }),
});

// Pothos keeps the type arguments of its builder inside the builder: they are read back from it here.
type InputBuilder = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

/** Fields that `train` and `compare` share. */
export function recipeFields(t: InputBuilder) {
  return {
    dataset: t.id({ required: true, description: 'What to learn from, as it is now.' }),
    name: t.string({
      description:
        'Of the model: letters, digits, ".", "_", "-"; default: the dataset’s. The model is its next version.',
    }),
    backbone: t.string({ description: 'As `backbones` lists them; default `efficientnet-lite0`.' }),
    backboneOptions: t.field({ type: BackboneOptionsInput, description: 'Default: the backbone’s own.' }),
    head: t.field({ type: HeadInput, description: 'Default `{ name: LINEAR }`.' }),
    epochs: t.int({
      description:
        'Passes over the training pictures at most; default 50 for feature extraction, 10 for fine-tuning.',
    }),
    batchSize: t.int({ description: 'Pictures per training step; default 32.' }),
    learningRate: t.float({
      description:
        'Peak learning rate in (0, 10]; default 0.001 for feature extraction, 0.0003 for fine-tuning.',
    }),
    lowestRate: t.float({
      description:
        'Fine-tuning: learning rate of the lowest layer that learns as a share of the head’s, in (0, 1]; the layers between rise geometrically. Default 1: one rate for all.',
    }),
    optimizer: t.field({ type: OptimizerEnum, description: 'Default `ADAM`.' }),
    optimizerConstants: t.field({
      type: OptimizerConstantsInput,
      description: 'Default: the optimizer’s own.',
    }),
    weightDecay: t.float({
      description:
        'With `ADAMW`: every update takes this times the learning rate of each weight; default 0.004.',
    }),
    gradientClipping: t.field({ type: GradientClippingInput, description: 'Default: none.' }),
    labelSmoothing: t.float({
      description: 'Share of each target that is spread evenly over all labels, in [0, 1); default 0.',
    }),
    ema: t.float({
      description:
        'Keeps a moving average of the weights, this share of the old one, in (0, 1); default: none.',
    }),
    accumulate: t.int({ description: 'Batches whose mean gradient makes one update; default 1.' }),
    sampling: t.field({ type: SamplingEnum, description: 'Default `SHUFFLED`.' }),
    budgetSeconds: t.float({
      description:
        'The learning ends this many seconds after the start, features included; default: no limit.',
    }),
    schedule: t.field({
      type: ScheduleEnum,
      description: 'Default `CONSTANT` for feature extraction, `COSINE` for fine-tuning.',
    }),
    earlyStopping: t.int({
      description:
        'Stop after this many epochs without a lower validation loss and keep the best weights; default 5 for feature extraction, never for fine-tuning; 0 never stops.',
    }),
    classWeights: t.field({ type: ClassWeightsInput, description: 'Default: none.' }),
    precision: t.field({ type: PrecisionEnum, description: 'Default `FLOAT32`.' }),
    cachePrecision: t.field({ type: CachePrecisionEnum, description: 'Default `FLOAT32`.' }),
    augmentation: t.field({ type: AugmentationInput, description: 'Default: none.' }),
    resize: t.field({ type: ResizeEnum, description: 'Default `CROP`.' }),
    onBadFile: t.field({ type: OnBadFileEnum, description: 'Default `SKIP`.' }),
    seed: t.int({ description: 'Of splits, initial weights and order; default 42.' }),
    validationFraction: t.float({
      description:
        'Part to choose the epoch on, in [0, 1), where the dataset has no such split; default 0.1.',
    }),
    testFraction: t.float({
      description: 'Part for the final result, in [0, 1), where the dataset has no such split; default 0.1.',
    }),
    idempotencyKey: t.string({
      description: 'The same key with the same input gives the same job, however often it is sent.',
    }),
  };
}

export type RecipeInput = InputShapeFromFields<ReturnType<typeof recipeFields>>;
