import {
  type Backbone,
  BackboneError,
  type BackboneOptions,
  fetchWeights,
  findBackbone,
  listBackbones,
} from '@graft/core';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { positiveNumber, wholeNumber } from '../options/numbers.js';
import { percent } from '../terminal/format.js';
import { withInterrupt } from '../terminal/interrupt.js';
import { printResult } from '../terminal/output.js';
import { showProgress } from '../terminal/progress.js';

interface JsonFlag {
  json?: boolean;
}

type FetchFlags = BackboneOptions & JsonFlag;

export function addBackbonesCommand(program: Command): void {
  const command = program
    .command('backbones')
    .description('List the pretrained networks.')
    .option('--json', 'one JSON document on stdout')
    .action(({ json }: JsonFlag) => {
      const rows = listBackbones().map(factsOf);
      printResult(json, rows, () => tableOf(rows));
    });
  command
    .command('fetch')
    .description("Download a backbone's published weights into the cache.")
    .argument('<name>')
    .option('--alpha <x>', 'width multiplier of the MobileNets', positiveNumber)
    .option('--input-size <n>', "side of the network's square input in pixels", wholeNumber(1))
    .option('--json', 'one JSON document on stdout')
    .action(async (name: string, _flags: FetchFlags, self: Command) => {
      const flags = self.optsWithGlobals<FetchFlags>();
      const path = await fetchBackbone(findBackbone(name), flags);
      printResult(flags.json, { name, path }, () => `${name}: ${path}`);
    });
}

/** @returns path of the weights file, downloaded unless it is embedded or cached. */
async function fetchBackbone(backbone: Backbone, options: BackboneOptions): Promise<string> {
  const embedded = backbone.embeddedWeights?.();
  if (embedded) return embedded;
  const source = backbone.weights?.(withDefaults(backbone, options));
  if (!source) {
    throw new BackboneError(
      'BACKBONE_NO_WEIGHTS',
      `Nobody publishes weights of ${backbone.name} for these options. Give a file to \`graft train --weights FILE\`.`,
    );
  }
  const display = showProgress();
  try {
    return await withInterrupt('Stopping; the part that has arrived is kept.', (signal) =>
      fetchWeights(source, { onProgress: display.onProgress, signal }),
    );
  } finally {
    display.stop();
  }
}

function factsOf(backbone: Backbone) {
  const { name, title, top1, defaultInputSize, minInputSize, alphas, fineTuneFrom, reference } = backbone;
  const source = backbone.weights?.(withDefaults(backbone, {}));
  const weights = backbone.embeddedWeights
    ? 'embedded'
    : source
      ? 'downloaded on first use'
      : 'by hand (--weights)';
  return { name, title, top1, defaultInputSize, minInputSize, alphas, fineTuneFrom, weights, reference };
}

function tableOf(rows: readonly ReturnType<typeof factsOf>[]): string {
  const table = new Table({
    head: ['Name', 'ImageNet top-1', 'Input', 'Alpha', 'Fine-tunes from', 'Weights'],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, top1, defaultInputSize, alphas, fineTuneFrom, weights } of rows) {
    const widths = typeof alphas === 'object' ? alphas.join(', ') : (alphas ?? '');
    table.push([name, top1 ? percent(top1) : '', `${defaultInputSize} px`, widths, fineTuneFrom, weights]);
  }
  return table.toString();
}

function withDefaults(
  backbone: Backbone,
  { alpha = 1, inputSize }: BackboneOptions,
): Required<BackboneOptions> {
  return { alpha, inputSize: inputSize ?? backbone.defaultInputSize };
}
