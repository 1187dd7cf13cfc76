import {
  compareModels,
  evaluatePredictions,
  loadDataset,
  loadModel,
  loadTargetModel,
  OptionError,
  reliability,
  SPLITS,
  type Split,
  type Storage,
} from '@graft/core';
import { type Command, Option } from 'commander';
import { costReport, labelled, rankingOf } from '../measures.js';
import { modelPlace, taskAt } from '../model-place.js';
import { type CostFlag, costFlag, costMatrix } from '../options/costs.js';
import { wholeNumber } from '../options/numbers.js';
import { addViewsOption, type ViewFlags } from '../options/views.js';
import {
  againstText,
  costText,
  type EvaluationDocument,
  rankingText,
  reliabilityText,
} from '../terminal/evaluation.js';
import { withInterrupt } from '../terminal/interrupt.js';
import { printResult } from '../terminal/output.js';
import { showProgress } from '../terminal/progress.js';
import { metricsText } from '../terminal/report.js';
import { targetMetricsText } from '../terminal/target-report.js';

interface EvaluateFlags extends ViewFlags {
  data?: string;
  split: Split;
  against?: string;
  cost?: CostFlag[];
  seed?: number;
  onBadFile?: 'skip' | 'refuse';
  json?: boolean;
}

export function addEvaluateCommand(program: Command): void {
  const command = program
    .command('evaluate')
    .description('Measure a saved model on a dataset, alone or against another one.')
    .argument('<bundle>', 'folder of a saved model')
    .argument('[data]', 'folder with one folder of pictures per label, or a CSV or JSONL manifest')
    .option('--data <path>', 'the same, by name')
    .addOption(new Option('--split <name>', 'part of the data').choices(SPLITS).default('test'))
    .option('--against <bundle>', 'another saved model: do they differ by more than chance?')
    .option(
      '--cost <label:answer=cost>',
      'what it costs to take one label for another, such as cat:dog=5; others cost 1; may be given several times',
      costFlag,
    )
    .option('--seed <n>', 'seed of the split (default: the one the model was trained with)', wholeNumber(0))
    .addOption(
      new Option('--on-bad-file <what>', 'picture that cannot be read (default: skip)').choices([
        'skip',
        'refuse',
      ]),
    )
    .option('--json', 'one JSON document on stdout');
  addViewsOption(command).action(
    async (bundle: string, argument: string | undefined, flags: EvaluateFlags) => {
      const place = await modelPlace(bundle);
      if ((await taskAt(place)) !== 'single-label') {
        const document = await evaluateTargets(bundle, place, dataOf(argument, flags), flags);
        printResult(flags.json, document, () =>
          targetMetricsText(document.test, `pictures of the ${flags.split} split`),
        );
        return;
      }
      const document = await evaluate(bundle, dataOf(argument, flags), flags);
      printResult(flags.json, document, () =>
        [
          metricsText(document.test, `pictures of the ${flags.split} split`),
          rankingText(document),
          reliabilityText(document.reliability),
          costText(document),
          againstText(document),
        ]
          .filter(Boolean)
          .join('\n\n'),
      );
    },
  );
}

/** A model of several labels at once, or of numbers. */
async function evaluateTargets(bundle: string, place: string | Storage, data: string, flags: EvaluateFlags) {
  const { split, onBadFile, against, cost, tta: views } = flags;
  if (against !== undefined || cost) {
    throw new OptionError(
      'OPTION_CONFLICT',
      '--against and --cost are for models that give each picture one label; leave them out.',
    );
  }
  const model = await loadTargetModel(place);
  const display = showProgress();
  try {
    return await withInterrupt('Stopping…', async (signal) => {
      const { onProgress } = display;
      const { task, manifest, labels } = model;
      const seed = flags.seed ?? manifest.dataset.seed;
      const targets = task === 'regression' ? labels : undefined;
      const dataset = await loadDataset(data, { task, targets, seed, onBadFile, onProgress, signal });
      return {
        bundle,
        split,
        test: await model.evaluate(dataset, { split, onBadFile, views, onProgress, signal }),
      };
    });
  } finally {
    display.stop();
    model.dispose();
  }
}

async function evaluate(bundle: string, data: string, flags: EvaluateFlags): Promise<EvaluationDocument> {
  const { split, onBadFile, against, cost, tta: views } = flags;
  const model = await loadModel(await modelPlace(bundle));
  const other = against === undefined ? undefined : await loadModel(await modelPlace(against));
  const display = showProgress();
  try {
    return await withInterrupt('Stopping…', async (signal) => {
      const { onProgress } = display;
      const costs = cost && costMatrix(model.labels, cost);
      const seed = flags.seed ?? model.manifest.dataset.seed;
      const dataset = await loadDataset(data, { seed, onBadFile, onProgress, signal });
      const options = { split, onBadFile, views, onProgress, signal };
      const predictions = await model.predictSplit(dataset, options);
      const comparison =
        other && (await compareModels({ predictSplit: async () => predictions }, other, dataset, options));
      return {
        bundle,
        split,
        test: evaluatePredictions(predictions),
        reliability: reliability(labelled(predictions)),
        ranking: rankingOf(predictions),
        against: comparison && { bundle: against!, test: comparison.second, mcnemar: comparison.test },
        costs: costs && (await costReport(model, predictions, costs, dataset, options)),
      };
    });
  } finally {
    display.stop();
    model.dispose();
    other?.dispose();
  }
}

function dataOf(argument: string | undefined, { data }: EvaluateFlags): string {
  if ((argument === undefined) !== (data === undefined)) return (argument ?? data)!;
  throw new OptionError(
    argument === undefined ? 'OPTION_MISSING' : 'OPTION_CONFLICT',
    'Expected the data once: graft evaluate BUNDLE DATA, or --data DATA.',
    { details: { field: 'data' } },
  );
}
