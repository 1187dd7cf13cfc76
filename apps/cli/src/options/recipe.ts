import {
  featureExtraction,
  fineTuning,
  isBackbonePath,
  OptionError,
  PIXEL_SCALINGS,
  type Strategy,
  type TrainingRecipe,
} from '@graft/core';
import { type Command, Option } from 'commander';
import { type AugmentationFlags, addAugmentationOptions, augmentationOf } from './augmentation.js';
import { addLearningOptions, type LearningFlags, learningOf } from './learning.js';
import { names, positiveNumbers } from './lists.js';
import { fraction, layerSizes, positiveNumber, wholeNumber } from './numbers.js';

export const STRATEGY_NAMES = [
  'feature-extraction',
  'fine-tuning',
] as const satisfies readonly Strategy['name'][];

/** What commander makes of the options below. */
export interface RecipeFlags extends AugmentationFlags, LearningFlags {
  backbone?: string;
  alpha?: number;
  inputSize?: number;
  weights?: string;
  scaling?: keyof typeof PIXEL_SCALINGS;
  features?: string;
  head?: 'linear' | 'tutorial';
  featureLayers?: readonly string[];
  pooling?: 'average' | 'max' | 'both' | 'flatten';
  dropout?: number;
  dense?: number[];
  l2?: number;
  epochs?: number;
  batchSize?: number;
  learningRate?: number;
  schedule?: 'constant' | 'cosine' | 'one-cycle';
  patience?: number;
  /** False for `--no-early-stopping`. */
  earlyStopping: boolean;
  classWeights?: 'balanced';
  precision?: 'float32' | 'int8' | 'auto';
  cachePrecision?: 'float32' | 'float16';
  resize?: 'crop' | 'letterbox' | 'stretch';
  onBadFile?: 'skip' | 'refuse';
  seed?: number;
  from?: string;
  warmUpEpochs?: number;
  unfreezeAt?: number[];
  /** False for `--no-feature-cache`. */
  featureCache: boolean;
}

/** Adds every option that shapes a training run, the strategy's name excepted. */
export function addRecipeOptions(command: Command): Command {
  const choice = (flags: string, description: string, choices: readonly string[]) =>
    command.addOption(new Option(flags, description).choices(choices));
  command
    .option(
      '--backbone <name>',
      'pretrained network to start from, see `graft backbones`, or an .onnx, .keras, .h5, SavedModel or tfjs model of your own (default: efficientnet-lite0)',
    )
    .addOption(
      new Option(
        '--scaling <name>',
        'of pixels, for a network of your own (default: guessed, and said)',
      ).choices(Object.keys(PIXEL_SCALINGS)),
    )
    .option(
      '--features <tensor>',
      'of an ONNX network or SavedModel of your own: the tensor to read features from',
    )
    .option('--alpha <x>', 'width multiplier of the MobileNets', positiveNumber)
    .option('--input-size <n>', "side of the network's square input in pixels", wholeNumber(1))
    .option('--weights <file>', "weights file to use in place of the backbone's published weights")
    .option('--from <layer>', 'fine-tuning: first backbone layer that learns (default: the top blocks)')
    .option(
      '--unfreeze-at <epochs>',
      'fine-tuning: unfreeze from the top down, another part after each of these epochs, such as 2,4',
      positiveNumbers,
    )
    .option('--warm-up-epochs <n>', 'fine-tuning: epochs for the head alone before', wholeNumber(0));
  choice('--head <name>', 'new classifier (default: linear)', ['linear', 'tutorial']);
  choice('--pooling <how>', 'how the last feature map becomes a vector', [
    'average',
    'max',
    'both',
    'flatten',
  ]);
  command
    .option(
      '--feature-layers <names>',
      'backbone layers that the head reads side by side, commas between (default: those that suit the backbone)',
      names,
    )
    .option('--dropout <rate>', 'dropout in front of the classifier, 0 to less than 1', fraction)
    .option('--dense <sizes>', 'hidden layers of the classifier, such as 256,128', layerSizes)
    .option('--l2 <x>', "penalty on the classifier's weights", positiveNumber)
    .option('--epochs <n>', 'at most this many passes over the training data', wholeNumber(1))
    .option('--batch-size <n>', 'pictures per training step (default: 32)', wholeNumber(1))
    .option('--learning-rate <x>', 'peak learning rate', positiveNumber);
  choice('--schedule <name>', 'how the learning rate changes', ['constant', 'cosine', 'one-cycle']);
  command
    .option('--patience <n>', 'stop after this many epochs without a better validation loss', wholeNumber(1))
    .option('--no-early-stopping', 'train all epochs');
  choice('--class-weights <how>', 'make rare classes count more', ['balanced']);
  addLearningOptions(command);
  addAugmentationOptions(command);
  choice(
    '--precision <name>',
    'of the frozen layers; auto: int8 where it is faster here and as accurate (default: float32)',
    ['float32', 'int8', 'auto'],
  );
  choice(
    '--cache-precision <name>',
    'of the features on disk; float16 takes half the space and rounds them (default: float32)',
    ['float32', 'float16'],
  );
  choice('--resize <how>', 'how pictures are brought to the input size (default: crop)', [
    'crop',
    'letterbox',
    'stretch',
  ]);
  choice('--on-bad-file <what>', 'picture that cannot be read (default: skip)', ['skip', 'refuse']);
  return command
    .option('--seed <n>', 'seed of splits, initial weights and order (default: 42)', wholeNumber(0))
    .option('--no-feature-cache', 'compute every feature anew and keep none');
}

/**
 * @throws OptionError `OPTION_CONFLICT` when two options contradict each other; the message names both.
 */
export function recipeOf(flags: RecipeFlags, strategyName: Strategy['name']): TrainingRecipe {
  if (flags.patience !== undefined && !flags.earlyStopping) {
    throw conflict('--patience and --no-early-stopping contradict each other; give one of them.');
  }
  return {
    backbone: backboneOf(flags),
    strategy:
      strategyName === 'fine-tuning'
        ? fineTuning({
            from: flags.from,
            warmUpEpochs: flags.warmUpEpochs,
            unfreezeAt: flags.unfreezeAt,
          })
        : featureExtraction(),
    head: headOf(flags),
    epochs: flags.epochs,
    batchSize: flags.batchSize,
    learningRate: flags.learningRate,
    ...learningOf(flags, strategyName),
    schedule: flags.schedule,
    earlyStopping: flags.earlyStopping ? flags.patience : false,
    classWeights: flags.classWeights,
    augmentation: augmentationOf(flags),
    precision: flags.precision,
    cachePrecision: flags.cachePrecision,
    resize: flags.resize,
    onBadFile: flags.onBadFile,
    seed: flags.seed,
  };
}

/** Refuses options that only fine-tuning has, where the only strategy is feature extraction. */
export function refuseFineTuningOptions(flags: RecipeFlags): void {
  for (const [name, value] of [
    ['--from', flags.from],
    ['--warm-up-epochs', flags.warmUpEpochs],
    ['--unfreeze-at', flags.unfreezeAt],
    ['--lowest-rate', flags.lowestRate],
  ] as const) {
    if (value !== undefined) {
      throw conflict(
        `${name} belongs to --strategy fine-tuning; feature extraction trains no backbone layer.`,
      );
    }
  }
}

function backboneOf(flags: RecipeFlags): TrainingRecipe['backbone'] {
  const { backbone, alpha, inputSize, weights, scaling, features: output } = flags;
  const given = { alpha, inputSize, weights, scaling, output };
  if (Object.values(given).every((value) => value === undefined)) return backbone;
  if (backbone && isBackbonePath(backbone)) return { path: backbone, ...given };
  return { name: backbone ?? 'efficientnet-lite0', ...given };
}

function headOf({ head, pooling, featureLayers, dropout, dense, l2 }: RecipeFlags): TrainingRecipe['head'] {
  const own = { pooling, featureLayers, dropout, dense: dense?.map((units) => ({ units })), l2 };
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length === 0) return head;
  if (head) {
    throw conflict(
      '--head names a whole classifier; leave it out together with --pooling, --feature-layers, --dropout, --dense and --l2.',
    );
  }
  return given;
}

function conflict(message: string): OptionError {
  return new OptionError('OPTION_CONFLICT', message);
}
