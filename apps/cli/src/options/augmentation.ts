import { AUGMENTATION_PRESETS, type AugmentationPreset, OptionError, type TrainingRecipe } from '@graft/core';
import { type Command, Option } from 'commander';
import { positiveNumber, wholeNumber } from './numbers.js';

/** What commander makes of the options below. */
export interface AugmentationFlags {
  augment?: AugmentationPreset;
  views?: number;
  augmentStreaming?: boolean;
  mixUp?: number;
  cutMix?: number;
}

export function addAugmentationOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--augment <preset>', 'vary training pictures, see `graft augment` (default: none)').choices(
        AUGMENTATION_PRESETS,
      ),
    )
    .option('--views <n>', 'variations per picture, computed once and cached (default: 4)', wholeNumber(1))
    .option('--augment-streaming', 'other variations in every epoch, none of them cached')
    .option('--mix-up <alpha>', 'with --augment-streaming: mix pairs of pictures and labels', positiveNumber)
    .option('--cut-mix <alpha>', 'with --augment-streaming: paste parts of pictures', positiveNumber);
}

/** @throws OptionError `OPTION_CONFLICT` when options are given that nothing would come of. */
export function augmentationOf(flags: AugmentationFlags): TrainingRecipe['augmentation'] {
  const { augment: transforms = 'none', views, augmentStreaming, mixUp, cutMix } = flags;
  const mixes = mixUp !== undefined || cutMix !== undefined;
  if (mixUp !== undefined && cutMix !== undefined) throw conflict('Give --mix-up or --cut-mix, not both.');
  if (mixes && !augmentStreaming) throw conflict('--mix-up and --cut-mix need --augment-streaming.');
  if (views !== undefined && augmentStreaming) {
    throw conflict('--views and --augment-streaming contradict each other; give one of them.');
  }
  if (transforms === 'none' && !mixes && (views !== undefined || augmentStreaming)) {
    throw conflict('--views and --augment-streaming need --augment with a preset other than none.');
  }
  if (!augmentStreaming) return transforms === 'none' ? undefined : { transforms, views };
  return {
    transforms,
    mode: 'streaming',
    mix: mixes ? { name: mixUp === undefined ? 'cut-mix' : 'mix-up', alpha: (mixUp ?? cutMix)! } : undefined,
  };
}

function conflict(message: string): OptionError {
  return new OptionError('OPTION_CONFLICT', message);
}
