import { loadDataset, loadModel, SPLITS, type Split } from '@graft/core';
import { type Command, Option } from 'commander';
import { modelPlace } from '../model-place.js';
import { wholeNumber } from '../options/numbers.js';
import { withInterrupt } from '../terminal/interrupt.js';
import { printResult } from '../terminal/output.js';
import { showProgress } from '../terminal/progress.js';
import { metricsText } from '../terminal/report.js';

interface EvaluateFlags {
  split: Split;
  seed?: number;
  onBadFile?: 'skip' | 'refuse';
  json?: boolean;
}

export function addEvaluateCommand(program: Command): void {
  program
    .command('evaluate')
    .description('Measure a saved model on a dataset.')
    .argument('<bundle>', 'folder of a saved model')
    .argument('<data>', 'folder with one folder of pictures per label, or a CSV or JSONL manifest')
    .addOption(new Option('--split <name>', 'part of the data').choices(SPLITS).default('test'))
    .option('--seed <n>', 'seed of the split (default: the one the model was trained with)', wholeNumber(0))
    .addOption(
      new Option('--on-bad-file <what>', 'picture that cannot be read (default: skip)').choices([
        'skip',
        'refuse',
      ]),
    )
    .option('--json', 'one JSON document on stdout')
    .action(async (bundle: string, data: string, flags: EvaluateFlags) => {
      const { split, onBadFile, json } = flags;
      const model = await loadModel(await modelPlace(bundle));
      const display = showProgress();
      try {
        const metrics = await withInterrupt('Stopping…', async (signal) => {
          const { onProgress } = display;
          const seed = flags.seed ?? model.manifest.dataset.seed;
          const dataset = await loadDataset(data, { seed, onBadFile, onProgress, signal });
          return model.evaluate(dataset, { split, onProgress, signal });
        });
        display.stop();
        printResult(json, { bundle, split, test: metrics }, () =>
          metricsText(metrics, `pictures of the ${split} split`),
        );
      } finally {
        display.stop();
        model.dispose();
      }
    });
}
