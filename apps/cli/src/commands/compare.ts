import { writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  comparisonPage,
  describeEnvironment,
  EngineError,
  type LearningCurvePoint,
  learningCurve,
  loadDataset,
  type TrainingRecipe,
} from '@graft/core';
import type { Command } from 'commander';
import { checkOutFolder } from '../check-out-folder.js';
import { folderFor } from '../folder-for.js';
import { addRecipeOptions, type RecipeFlags, recipeOf, STRATEGY_NAMES } from '../options/recipe.js';
import { curveText, recommended } from '../terminal/comparison.js';
import { withInterrupt } from '../terminal/interrupt.js';
import { printResult } from '../terminal/output.js';
import { showProgress } from '../terminal/progress.js';
import { comparisonText } from '../terminal/report.js';
import { runTraining, type TrainDocument } from '../training-run.js';

interface CompareFlags extends RecipeFlags {
  out?: string;
  overwrite?: boolean;
  /** False for `--no-learning-curve`. */
  learningCurve: boolean;
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
    .option('--no-learning-curve', 'leave out how accuracy grows with the number of training pictures')
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
    const curve = flags.learningCurve ? await curveOf(data, runs[0]!.recipe, flags.featureCache) : [];
    const recommendation = recommended(documents);
    const page = join(folder, 'comparison.html');
    await writeFile(page, await pageOf(data, documents, curve, recommendation));
    const text = () =>
      [comparisonText(documents), recommendation, curveText(curve), `Drawn: ${page}`]
        .filter(Boolean)
        .join('\n\n');
    printResult(flags.json, documents, text);
  });
}

async function curveOf(
  data: string,
  { backbone, resize, seed, onBadFile }: TrainingRecipe,
  featureCache: boolean,
): Promise<LearningCurvePoint[]> {
  const display = showProgress();
  try {
    return await withInterrupt('Stopping…', async (signal) => {
      const { onProgress } = display;
      const dataset = await loadDataset(data, { seed, onBadFile, signal });
      const cache = featureCache ? undefined : false;
      return learningCurve({
        dataset,
        backbone,
        resize,
        seed,
        onBadFile,
        featureCache: cache,
        signal,
        onProgress,
      });
    });
  } finally {
    display.stop();
  }
}

function pageOf(
  data: string,
  documents: readonly TrainDocument[],
  curve: readonly LearningCurvePoint[],
  recommendation: string,
): Promise<string> {
  const runs = documents.map(({ strategy, test: { accuracy, interval }, seconds }) => ({
    strategy,
    accuracy,
    interval,
    seconds: seconds.total,
  }));
  return comparisonPage({ name: basename(resolve(data)), runs, curve, recommendation });
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
