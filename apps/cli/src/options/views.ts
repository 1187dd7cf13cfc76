import { type Command, Option } from 'commander';
import { wholeNumber } from './numbers.js';

/** The picture itself and four variations of it. */
const DEFAULT_VIEWS = 5;

/** `--tta` alone or with a number; absent: pictures as they are. */
export interface ViewFlags {
  tta?: number;
}

export function addViewsOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--tta [views]',
      'test-time augmentation: the mean of the answers about each picture and variations of it',
    )
      .argParser(wholeNumber(1))
      .preset(String(DEFAULT_VIEWS)),
  );
}
