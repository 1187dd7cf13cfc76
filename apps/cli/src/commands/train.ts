import { resolve } from 'node:path';
import { fineTune, OptionError, type TrainingRecipe } from '@graft/core';
import { type Command, Option } from 'commander';
import { wholeNumber } from '../options/numbers.js';
import {
  addRecipeOptions,
  type RecipeFlags,
  recipeOf,
  refuseFineTuningOptions,
  STRATEGY_NAMES,
} from '../options/recipe.js';
import { addTaskOptions, type TaskFlags, taskOf } from '../options/task.js';
import { printResult } from '../terminal/output.js';
import { trainText } from '../terminal/report.js';
import { targetTrainText } from '../terminal/target-report.js';
import { runTargetTraining, runTraining } from '../training-run.js';

interface TrainFlags extends RecipeFlags, TaskFlags {
  strategy: (typeof STRATEGY_NAMES)[number];
  fineTune?: number;
  fromModel?: string;
  out: string;
  overwrite?: boolean;
  pictures: boolean;
  json?: boolean;
}

export function addTrainCommand(program: Command): void {
  const command = program
    .command('train')
    .description('Teach a pretrained network the labels of a dataset and save the model.')
    .argument('<data>', 'folder with one folder of pictures per label, or a CSV or JSONL manifest')
    .addOption(
      new Option('--strategy <name>', 'which layers learn')
        .choices(STRATEGY_NAMES)
        .default('feature-extraction'),
    )
    .option(
      '--fine-tune <epochs>',
      'fine-tune with a whole schedule: head first, then one cycle, lower layers at lower rates',
      wholeNumber(1),
    )
    .option(
      '--from-model <bundle>',
      'go on from a saved model: its backbone as it was tuned, its head for the labels that both know',
    )
    .requiredOption('--out <bundle>', 'folder to save the model in')
    .option('--overwrite', 'replace the model that --out holds')
    .option('--no-pictures', "leave pictures and names of files out of the model's report.html")
    .option('--json', 'one JSON document on stdout');
  addRecipeOptions(addTaskOptions(command)).action(async (data: string, flags: TrainFlags) => {
    if (strategyOf(flags) === 'feature-extraction') refuseFineTuningOptions(flags);
    const run = {
      data,
      out: flags.out,
      overwrite: flags.overwrite,
      pictures: flags.pictures,
      recipe: {
        ...scheduled(recipeOf(flags, strategyOf(flags)), flags),
        startFrom: flags.fromModel && resolve(flags.fromModel),
      },
      featureCache: flags.featureCache,
    };
    const tryIt = `Try it: graft predict ${flags.out} IMAGE…`;
    const { task, targets } = taskOf(flags);
    if (task === 'single-label') {
      const document = await runTraining(run);
      printResult(flags.json, document, () => `${trainText(document)}\n\n${tryIt}`);
    } else {
      const document = await runTargetTraining({ ...run, task, targets });
      printResult(flags.json, document, () => `${targetTrainText(document)}\n\n${tryIt}`);
    }
  });
}

function strategyOf({ strategy, fineTune: epochs }: TrainFlags): TrainFlags['strategy'] {
  return epochs === undefined ? strategy : 'fine-tuning';
}

/** The recipe with what `--fine-tune` says; options that are given count more. */
function scheduled(recipe: TrainingRecipe, { fineTune: epochs }: TrainFlags): TrainingRecipe {
  if (epochs === undefined) return recipe;
  if (recipe.epochs !== undefined) {
    throw new OptionError('OPTION_CONFLICT', '--fine-tune gives the epochs already; leave --epochs out.');
  }
  const given = Object.fromEntries(Object.entries(recipe).filter(([, value]) => value !== undefined));
  return { ...fineTune(epochs), ...given };
}
