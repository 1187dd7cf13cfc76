import { type Command, Option } from 'commander';
import {
  addRecipeOptions,
  type RecipeFlags,
  recipeOf,
  refuseFineTuningOptions,
  STRATEGY_NAMES,
} from '../options/recipe.js';
import { printResult } from '../terminal/output.js';
import { trainText } from '../terminal/report.js';
import { runTraining } from '../training-run.js';

interface TrainFlags extends RecipeFlags {
  strategy: (typeof STRATEGY_NAMES)[number];
  out: string;
  overwrite?: boolean;
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
    .requiredOption('--out <bundle>', 'folder to save the model in')
    .option('--overwrite', 'replace the model that --out holds')
    .option('--json', 'one JSON document on stdout');
  addRecipeOptions(command).action(async (data: string, flags: TrainFlags) => {
    if (flags.strategy === 'feature-extraction') refuseFineTuningOptions(flags);
    const document = await runTraining({
      data,
      out: flags.out,
      overwrite: flags.overwrite,
      recipe: recipeOf(flags, flags.strategy),
      featureCache: flags.featureCache,
    });
    printResult(
      flags.json,
      document,
      () => `${trainText(document)}\n\nTry it: graft predict ${flags.out} IMAGE…`,
    );
  });
}
