import {
  BACKBONE_COSTS,
  type Backbone,
  BackboneError,
  type BackboneOptions,
  fetchWeights,
  findBackbone,
  listBackbones,
  measureBackbone,
  type WeightsSource,
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

interface ListFlags extends JsonFlag {
  measure?: true | string[];
}

type FetchFlags = BackboneOptions & JsonFlag;

export function addBackbonesCommand(program: Command): void {
  const command = program
    .command('backbones')
    .description('List the pretrained networks.')
    .option('--json', 'one JSON document on stdout')
    .option('--measure [names...]', 'measure the speed of these backbones, or all, on this machine')
    .action(async ({ json, measure }: ListFlags) => {
      const chosen = Array.isArray(measure) ? measure.map(findBackbone) : listBackbones();
      const rows: Facts[] = [];
      for (const backbone of chosen) {
        const measured = measure ? { imagesPerSecond: await measureBackbone(backbone.name) } : {};
        rows.push({ ...factsOf(backbone), ...measured });
      }
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

type Facts = ReturnType<typeof factsOf>;

function factsOf(backbone: Backbone) {
  const { name, title, top1, defaultInputSize, minInputSize, alphas, fineTuneFrom, reference } = backbone;
  const source = backbone.weights?.(withDefaults(backbone, {}));
  return {
    name,
    title,
    top1,
    parameters: BACKBONE_COSTS[name]?.parameters,
    imagesPerSecond: BACKBONE_COSTS[name]?.imagesPerSecond,
    defaultInputSize,
    minInputSize,
    alphas,
    fineTuneFrom,
    weights: whereWeightsAre(backbone, source),
    url: source?.url,
    hash: source?.hash,
    licence: backbone.embeddedWeights ? 'Apache-2.0' : source?.licence,
    reference,
  };
}

function whereWeightsAre(backbone: Backbone, source: WeightsSource | undefined): string {
  if (backbone.embeddedWeights) return 'embedded';
  return source ? 'downloaded on first use' : 'by hand (--weights)';
}

function tableOf(rows: readonly Facts[]): string {
  const table = new Table({
    head: [
      'Name',
      'Top-1',
      'Parameters',
      'Images/s',
      'Input',
      'Alpha',
      'Fine-tunes from',
      'Weights',
      'Licence',
    ],
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) {
    const { alphas, imagesPerSecond, parameters } = row;
    table.push([
      row.name,
      row.top1 ? percent(row.top1) : '',
      parameters ? `${(parameters / 1e6).toFixed(1)} M` : '',
      imagesPerSecond ? Number(imagesPerSecond.toPrecision(3)) : '',
      `${row.defaultInputSize} px`,
      typeof alphas === 'object' ? alphas.join(', ') : (alphas ?? ''),
      row.fineTuneFrom,
      row.weights === 'embedded' ? 'embedded' : row.url ? 'download' : 'by hand',
      row.licence ?? '',
    ]);
  }
  return `${table.toString()}\nTop-1: ImageNet, as published. Images/s: estimated on two cores of another machine; --measure tells this one's. Addresses and hashes: --json.`;
}

function withDefaults(
  backbone: Backbone,
  { alpha = 1, inputSize }: BackboneOptions,
): Required<BackboneOptions> {
  return { alpha, inputSize: inputSize ?? backbone.defaultInputSize };
}
