import { join } from 'node:path';
import { describeEnvironment, EngineError } from '@graft/core';
import type { Command } from 'commander';
import { checkOutFolder } from '../check-out-folder.js';
import { folderFor } from '../folder-for.js';
import { addRecipeOptions, type RecipeFlags, recipeOf, STRATEGY_NAMES } from '../options/recipe.js';
import { printResult } from '../terminal/output.js';
import { comparisonText } from '../terminal/report.js';
import { runTraining, type TrainDocument } from '../training-run.js';

interface CompareFlags extends RecipeFlags {
  out?: string;
  overwrite?: boolean;
  json?: boolean;
}

export function addCompareCommand(program: Command): void {
  const command = program
    .command('compare')
    .description('Train with both strategies on the same split and compare them.')
    .argument('<data>', 'folder with one folder of pictures per label, or a CSV or JSONL manifest')
    .option(
      '--out <folder>',
      'keep the two models here (default: in the cache folder, replaced by the next comparison)',
    )
    .option('--overwrite', 'replace the models that --out holds')
    .option('--json', 'an array with one document per strategy on stdout');
  addRecipeOptions(command).action(async (data: string, flags: CompareFlags) => {
    const folder = flags.out ?? folderFor('comparisons', data);
    const overwrite = flags.overwrite || !flags.out;
    const runs = STRATEGY_NAMES.map((strategy) => ({
      data,
      out: join(folder, strategy),
      overwrite,
      recipe: recipeOf(flags, strategy),
      featureCache: flags.featureCache,
    }));
    for (const { out } of runs) checkOutFolder(out, overwrite);
    await refuseWithoutFineTuning();

    const documents: TrainDocument[] = [];
    for (const run of runs) {
      process.stderr.write(`\n${run.recipe.strategy?.name}\n`);
      documents.push(await runTraining(run));
    }
    printResult(flags.json, documents, () => comparisonText(documents));
  });
}

/** Says so before feature extraction has run for minutes. */
async function refuseWithoutFineTuning(): Promise<void> {
  const { engine, advice } = await describeEnvironment();
  if (engine?.name === 'native') return;
  throw new EngineError(
    'ENGINE_CANNOT_FINE_TUNE',
    `Comparing needs fine-tuning, and that needs the native engine. ${advice.join(' ')} \`graft train\` does feature extraction here.`,
  );
}
