import { type CrossValidation, crossValidateTraining, loadDataset } from '@graft/core';
import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { wholeNumber } from '../options/numbers.js';
import { addRecipeOptions, type RecipeFlags, recipeOf, STRATEGY_NAMES } from '../options/recipe.js';
import { accuracyWithInterval, percent } from '../terminal/format.js';
import { withInterrupt } from '../terminal/interrupt.js';
import { printResult } from '../terminal/output.js';
import { showProgress } from '../terminal/progress.js';

interface CrossValidateFlags extends RecipeFlags {
  strategy: (typeof STRATEGY_NAMES)[number];
  folds: number;
  json?: boolean;
}

export function addCrossValidateCommand(program: Command): void {
  const command = program
    .command('cross-validate')
    .description(
      'Test every picture once, each by a model that learned from the others (k-fold); keeps no model.',
    )
    .argument('<data>', 'folder with one folder of pictures per label, or a CSV or JSONL manifest')
    .option('--folds <k>', 'parts', wholeNumber(2), 5)
    .addOption(
      new Option('--strategy <name>', 'which layers learn')
        .choices(STRATEGY_NAMES)
        .default('feature-extraction'),
    )
    .option('--json', 'one JSON document on stdout');
  addRecipeOptions(command).action(async (data: string, flags: CrossValidateFlags) => {
    const { folds, strategy, featureCache, json } = flags;
    const recipe = recipeOf(flags, strategy);
    const display = showProgress();
    try {
      const result = await withInterrupt('Stopping…', async (signal) => {
        const { onProgress } = display;
        const { seed, onBadFile } = recipe;
        const dataset = await loadDataset(data, { seed, onBadFile, onProgress, signal });
        return crossValidateTraining({
          ...recipe,
          dataset,
          folds,
          featureCache: featureCache === false ? false : undefined,
          signal,
          onProgress,
        });
      });
      display.stop();
      printResult(json, { data, ...result }, () => crossValidationText(result));
    } finally {
      display.stop();
    }
  });
}

function crossValidationText({ folds, standardDeviation, macroF1, ...all }: CrossValidation): string {
  return [
    ...folds.map((fold, i) => `Fold ${i + 1}: ${percent(fold.accuracy)} of ${fold.count}`),
    `Accuracy on ${all.count} pictures, each unseen by its model: ${pc.bold(accuracyWithInterval(all))}, macro F1 ${percent(macroF1)}`,
    `Standard deviation over the folds: ${percent(standardDeviation)}`,
  ].join('\n');
}
