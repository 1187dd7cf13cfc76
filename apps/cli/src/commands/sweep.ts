import { cp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AbortedError, GraftError, type SweepTrial, sweepRecipes } from '@graft/core';
import { type Command, Option } from 'commander';
import { checkOutFolder } from '../check-out-folder.js';
import { folderFor } from '../folder-for.js';
import { names, positiveNumbers } from '../options/lists.js';
import { addRecipeOptions, type RecipeFlags, recipeOf, STRATEGY_NAMES } from '../options/recipe.js';
import { printResult } from '../terminal/output.js';
import { byValidation, type SweepRow, sweepTable } from '../terminal/sweep-table.js';
import { runTraining } from '../training-run.js';

interface SweepFlags extends RecipeFlags {
  strategy: (typeof STRATEGY_NAMES)[number];
  backbones?: string[];
  cuts?: string[];
  heads?: string[];
  learningRates?: number[];
  out?: string;
  overwrite?: boolean;
  json?: boolean;
}

export function addSweepCommand(program: Command): void {
  const command = program
    .command('sweep')
    .description('Train every combination of some options on one split and rank them by validation loss.')
    .argument('<data>', 'folder with one folder of pictures per label, or a CSV or JSONL manifest')
    .addOption(
      new Option('--strategy <name>', 'which layers learn, where --cuts is not given')
        .choices(STRATEGY_NAMES)
        .default('feature-extraction'),
    )
    .option('--backbones <names>', 'pretrained networks to try', names)
    .option(
      '--cuts <layers>',
      'layers to fine-tune from; frozen: feature extraction; default: the top blocks',
      names,
    )
    .option('--heads <names>', 'classifiers to try: linear, tutorial', names)
    .option('--learning-rates <list>', 'such as 1e-3,3e-4', positiveNumbers)
    .option('--out <bundle>', 'keep the best model here (default: keep none)')
    .option('--overwrite', 'replace the model that --out holds')
    .option('--json', 'an array with one document per trial on stdout, best first');
  addRecipeOptions(command).action(async (data: string, flags: SweepFlags) => {
    const { backbones, cuts, heads, learningRates, out, overwrite = false } = flags;
    if (out) checkOutFolder(out, overwrite);
    const axes = { backbones, cuts, heads: heads as 'linear'[] | undefined, learningRates };
    const trials = sweepRecipes(recipeOf(flags, flags.strategy), axes);
    const folder = folderFor('sweeps', data);
    try {
      const rows: SweepRow[] = [];
      for (const [i, trial] of trials.entries()) {
        process.stderr.write(`\nTrial ${i + 1} of ${trials.length}: ${titleOf(trial)}\n`);
        rows.push(await carryOut(trial, data, join(folder, String(i)), flags.featureCache));
      }
      const ranked = byValidation(rows);
      const best = ranked[0]!;
      if (best.document === undefined) throw best.error!;
      if (out) await cp(best.document.bundle, resolve(out), { recursive: true, force: true });
      printResult(flags.json, ranked.map(documentOf), () => sweepTable(ranked, out));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** A trial that cannot be carried out, or diverges, is a result as well. */
async function carryOut(
  { recipe, varied }: SweepTrial,
  data: string,
  out: string,
  featureCache: boolean,
): Promise<SweepRow> {
  try {
    return { varied, document: await runTraining({ data, out, overwrite: true, recipe, featureCache }) };
  } catch (error) {
    if (error instanceof AbortedError || !(error instanceof GraftError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return { varied, error };
  }
}

function documentOf({ varied, document, error }: SweepRow) {
  return { varied, ...(document ?? { error: { code: error!.code, message: error!.message } }) };
}

function titleOf({ varied }: SweepTrial): string {
  return Object.values(varied).join(', ') || 'the recipe as it is';
}
