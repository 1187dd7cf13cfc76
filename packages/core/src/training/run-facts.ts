import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type { OnnxBackbone } from '../backbone-files/types.js';
import type { LoadedBackbone } from '../backbones/load-backbone.js';
import type { ModelFacts } from '../bundle/manifest.js';
import type { ImagePreprocessing } from '../data/preprocessing.js';
import type { Dataset, Split } from '../data/types.js';
import type { Engine } from '../engine/engine.js';
import type { Pipeline } from './pipeline.js';
import type { ResolvedRecipe } from './resolve-recipe.js';
import type { TrainReport } from './types.js';

/** What a finished run leaves, whatever the model says of a picture. */
export interface FinishedRun {
  readonly pipeline: Pipeline;
  readonly loaded: LoadedBackbone | OnnxBackbone;
  readonly recipe: ResolvedRecipe;
  readonly preprocessing: ImagePreprocessing;
  readonly dataset: Dataset;
  readonly engine: Engine;
}

/** The facts about a run that models of every task carry. */
export function runFacts(
  { pipeline, loaded, recipe, preprocessing, dataset, engine }: FinishedRun,
  report: Pick<TrainReport, 'startedFrom' | 'precision' | 'history' | 'seconds'>,
): Omit<ModelFacts, 'metrics' | 'calibration' | 'abstention'> {
  const { cut, prefixFingerprint } = pipeline;
  const { strategy } = recipe;
  return {
    id: randomUUID(),
    createdAt: new Date().toISOString(),
    labels: dataset.labels,
    strategy: {
      name: strategy.name,
      from: strategy.name === 'fine-tuning' ? (strategy.from ?? loaded.backbone.fineTuneFrom) : undefined,
    },
    backbone: {
      name: loaded.backbone.name,
      ...loaded.options,
      weightsSource: loaded.weightsSource,
      onnx: cut.prefix ? undefined : true,
    },
    startedFrom: report.startedFrom,
    prefix: { lastLayer: cut.lastFrozen, featureShape: cut.featureShape, fingerprint: prefixFingerprint },
    preprocessing,
    head: recipe.head,
    recipe: publicPart(recipe),
    precision: report.precision,
    history: report.history,
    seconds: report.seconds,
    dataset: {
      name: dataset.name,
      hash: dataset.hash,
      seed: dataset.seed,
      counts: {
        train: dataset.splits.train.length,
        validation: dataset.splits.validation.length,
        test: dataset.splits.test.length,
      },
      perClass: dataset.task === 'regression' ? undefined : countsPerClass(dataset),
      skipped: dataset.skipped.length,
    },
    versions: {
      graft: graftVersion(),
      node: process.versions.node,
      engine: `${engine.name} ${engine.version}`,
    },
  };
}

export function graftVersion(): string {
  return (createRequire(import.meta.url)('../../package.json') as { version: string }).version;
}

function countsPerClass({ labels, splits }: Dataset) {
  const count = (split: Split, label: number) =>
    splits[split].filter((sample) => (sample.targets ? sample.targets[label] === 1 : sample.label === label))
      .length;
  return labels.map((_, label) => ({
    train: count('train', label),
    validation: count('validation', label),
    test: count('test', label),
  }));
}

/** The recipe as JSON, without the folders of the machine it was carried out on. */
function publicPart({ backbone, ...recipe }: ResolvedRecipe): Record<string, unknown> {
  const nameOf = (path: string | undefined) => path && basename(path);
  const files = { weights: nameOf(backbone.weights), path: nameOf(backbone.path) };
  return JSON.parse(JSON.stringify({ ...recipe, backbone: { ...backbone, ...files } })) as Record<
    string,
    unknown
  >;
}
