import { basename, dirname } from 'node:path';
import {
  AUGMENTATION_PRESETS,
  type AugmentationPreset,
  createRandom,
  fileStorage,
  loadDataset,
  presetTransforms,
} from '@graft/core';
import { type Command, Option } from 'commander';
import { drawAugmentationSheet } from '../augmentation-sheet.js';
import { wholeNumber } from '../options/numbers.js';
import { withInterrupt } from '../terminal/interrupt.js';
import { printResult } from '../terminal/output.js';

interface AugmentFlags {
  preview: string;
  augment: AugmentationPreset;
  views: number;
  rows: number;
  resize: 'crop' | 'letterbox' | 'stretch';
  seed: number;
  json?: boolean;
}

export function addAugmentCommand(program: Command): void {
  program
    .command('augment')
    .description('Draw how an augmentation varies the pictures of a dataset.')
    .argument('<data>', 'folder with one folder of pictures per label, or a CSV or JSONL manifest')
    .requiredOption('--preview <file>', 'PNG to draw: a row per picture, the original first')
    .addOption(
      new Option('--augment <preset>', 'what to vary').choices(AUGMENTATION_PRESETS).default('standard'),
    )
    .option('--views <n>', 'variations per picture', wholeNumber(1), 5)
    .option('--rows <n>', 'pictures', wholeNumber(1), 6)
    .addOption(
      new Option('--resize <how>', "how pictures are brought to the network's input size")
        .choices(['crop', 'letterbox', 'stretch'])
        .default('crop'),
    )
    .option('--seed <n>', 'which pictures are taken', wholeNumber(0), 42)
    .option('--json', 'one JSON document on stdout')
    .action(async (data: string, flags: AugmentFlags) => {
      const { preview, augment, views, rows, resize, seed, json } = flags;
      const count = await withInterrupt('Stopping…', async (signal) => {
        const { splits } = await loadDataset(data, { seed, signal });
        const samples = createRandom(seed, 'preview').shuffle(splits.train).slice(0, rows);
        const transforms = presetTransforms(augment);
        const sheet = await drawAugmentationSheet(samples, { transforms, views, resize });
        await fileStorage(dirname(preview)).write(basename(preview), sheet);
        return samples.length;
      });
      const document = { preview, augment, pictures: count, views };
      printResult(
        json,
        document,
        () => `${preview}: ${count} pictures, ${views} views each of "${augment}".`,
      );
    });
}
