import { resolve } from 'node:path';
import { findLearningRateInChildProcess } from '@graft/core';
import { type Command, Option } from 'commander';
import { positiveNumber, wholeNumber } from '../options/numbers.js';
import {
  addRecipeOptions,
  type RecipeFlags,
  recipeOf,
  refuseFineTuningOptions,
  STRATEGY_NAMES,
} from '../options/recipe.js';
import { withInterrupt } from '../terminal/interrupt.js';
import { printResult } from '../terminal/output.js';
import { showProgress } from '../terminal/progress.js';
import { sweepText } from '../terminal/rate-sweep.js';

interface LrFindFlags extends RecipeFlags {
  strategy: (typeof STRATEGY_NAMES)[number];
  start?: number;
  end?: number;
  steps?: number;
  json?: boolean;
}

export function addLrFindCommand(program: Command): void {
  const command = program
    .command('lr-find')
    .description('Train for some steps at rising learning rates, draw the loss and suggest a rate.')
    .argument('<data>', 'folder with one folder of pictures per label, or a CSV or JSONL manifest')
    .addOption(
      new Option('--strategy <name>', 'which layers learn')
        .choices(STRATEGY_NAMES)
        .default('feature-extraction'),
    )
    .option('--start <x>', 'learning rate of the first step (default: 1e-7)', positiveNumber)
    .option('--end <x>', 'learning rate of the last step (default: 10)', positiveNumber)
    .option('--steps <n>', 'at most this many (default: 100)', wholeNumber(10))
    .option('--json', 'one JSON document on stdout');
  addRecipeOptions(command).action(async (data: string, flags: LrFindFlags) => {
    if (flags.strategy === 'feature-extraction') refuseFineTuningOptions(flags);
    const { start, end, steps, featureCache } = flags;
    const job = {
      data: resolve(data),
      recipe: recipeOf(flags, flags.strategy),
      featureCache: featureCache ? undefined : (false as const),
    };
    const display = showProgress();
    try {
      const report = await withInterrupt('Stopping…', (signal) =>
        findLearningRateInChildProcess(
          job,
          { start, end, steps },
          { signal, onProgress: display.onProgress },
        ),
      );
      display.stop();
      printResult(flags.json, report, () => sweepText(report));
    } finally {
      display.stop();
    }
  });
}
