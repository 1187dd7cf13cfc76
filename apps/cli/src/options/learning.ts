import { OptionError, type Strategy, type TrainingRecipe } from '@graft/core';
import { type Command, Option } from 'commander';
import { duration, fraction, positiveNumber, wholeNumber } from './numbers.js';

/** What commander makes of the options below. */
export interface LearningFlags {
  optimizer?: 'adam' | 'adamw' | 'sgd' | 'rmsprop' | 'lbfgs';
  weightDecay?: number;
  clipNorm?: number;
  clipValue?: number;
  labelSmoothing?: number;
  ema?: number;
  lowestRate?: number;
  accumulate?: number;
  sampling?: 'shuffled' | 'balanced';
  /** Seconds. */
  budget?: number;
}

/** How an update is made of a batch, and when there is an end to it. */
export function addLearningOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--optimizer <name>', 'default: adam; lbfgs solves for a linear head at once').choices([
        'adam',
        'adamw',
        'sgd',
        'rmsprop',
        'lbfgs',
      ]),
    )
    .option('--weight-decay <x>', 'with --optimizer adamw (default: 0.004)', positiveNumber)
    .option('--clip-norm <x>', 'keep the length of all gradients together within this', positiveNumber)
    .option('--clip-value <x>', 'keep every number of the gradients within this', positiveNumber)
    .option('--label-smoothing <share>', 'share of each target spread over all labels', fraction)
    .option('--ema <share>', 'evaluate and save a moving average of the weights, such as 0.99', fraction)
    .option(
      '--lowest-rate <share>',
      "fine-tuning: the lowest layer's learning rate as a share of the head's, rising between (default: 1)",
      positiveNumber,
    )
    .option('--accumulate <n>', 'batches whose mean gradient makes one update (default: 1)', wholeNumber(1))
    .addOption(
      new Option('--sampling <how>', 'balanced: every class equally often (default: shuffled)').choices([
        'shuffled',
        'balanced',
      ]),
    )
    .option('--budget <time>', 'end the learning after this time, such as 90s, 10m or 1.5h', duration);
}

/** @throws OptionError `OPTION_CONFLICT` when options are given that nothing would come of. */
export function learningOf(flags: LearningFlags, strategy: Strategy['name']): TrainingRecipe {
  const { optimizer, weightDecay, clipNorm, clipValue, labelSmoothing, ema } = flags;
  if (clipNorm !== undefined && clipValue !== undefined) {
    throw conflict('--clip-norm and --clip-value are two ways to clip; give one of them.');
  }
  if (weightDecay !== undefined && optimizer !== 'adamw') {
    throw conflict('--weight-decay belongs to --optimizer adamw.');
  }
  return {
    optimizer: weightDecay === undefined ? optimizer : { name: 'adamw', weightDecay },
    gradientClipping: clippingOf(clipNorm, clipValue),
    labelSmoothing,
    ema,
    lowestRate: strategy === 'fine-tuning' ? flags.lowestRate : undefined,
    accumulate: flags.accumulate,
    sampling: flags.sampling,
    budgetSeconds: flags.budget,
  };
}

function clippingOf(globalNorm?: number, value?: number): TrainingRecipe['gradientClipping'] {
  if (globalNorm !== undefined) return { globalNorm };
  return value === undefined ? undefined : { value };
}

function conflict(message: string): OptionError {
  return new OptionError('OPTION_CONFLICT', message);
}
