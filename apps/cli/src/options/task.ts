import { OptionError, type Task } from '@graft/core';
import { type Command, Option } from 'commander';
import { names } from './lists.js';

export interface TaskFlags {
  task: Task;
  targets?: string[];
}

/** What a dataset says of a picture. */
export function addTaskOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--task <name>',
        'what to say of a picture; the others need a manifest with labels or target',
      )
        .choices(['single-label', 'multi-label', 'regression'])
        .default('single-label'),
    )
    .option('--targets <columns>', "regression: the manifest's columns with its numbers", names);
}

/** @throws OptionError `OPTION_CONFLICT` for columns of numbers where there are none. */
export function taskOf({ task, targets }: TaskFlags): TaskFlags {
  if (task === 'regression' || !targets) return { task, targets };
  throw new OptionError('OPTION_CONFLICT', '--targets belongs to --task regression; leave it out.');
}
