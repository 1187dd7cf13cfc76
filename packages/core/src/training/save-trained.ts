import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type * as tf from '@tensorflow/tfjs';
import type { OnnxBackbone } from '../backbone-files/types.js';
import type { LoadedBackbone } from '../backbones/load-backbone.js';
import { serializeFamiliarity } from '../bundle/familiarity-file.js';
import type { Manifest, ModelFacts } from '../bundle/manifest.js';
import { serializeMap } from '../bundle/map-file.js';
import { serializePredictions } from '../bundle/predictions-file.js';
import { type BundleContents, type CompiledParts, writeBundle } from '../bundle/write-bundle.js';
import type { ImagePreprocessing } from '../data/preprocessing.js';
import type { Dataset, Split } from '../data/types.js';
import type { Engine } from '../engine/engine.js';
import { NetworkError } from '../errors.js';
import type { Familiarity } from '../evaluation/familiarity.js';
import { serializeNetwork } from '../network/serialize.js';
import { exportOnnx } from '../onnx/export-onnx.js';
import type { Storage } from '../storage/types.js';
import { calibratedModel } from './calibrated-model.js';
import type { Evidence } from './measure.js';
import type { Pipeline } from './pipeline.js';
import { reportOf } from './report-of.js';
import type { ResolvedRecipe } from './resolve-recipe.js';
import type { TrainReport } from './types.js';

export interface Trained {
  pipeline: Pipeline;
  loaded: LoadedBackbone | OnnxBackbone;
  recipe: ResolvedRecipe;
  preprocessing: ImagePreprocessing;
  dataset: Dataset;
  engine: Engine;
  report: TrainReport;
  familiarity: Familiarity | undefined;
  evidence: Evidence;
}

/** Writes a finished run as a bundle. The frozen part is stored beside it unless it ships with Graft. */
export async function saveTrained(
  { pipeline, loaded, recipe, preprocessing, dataset, engine, report, familiarity, evidence }: Trained,
  storage: Storage,
  prefix: string,
  options?: { overwrite?: boolean },
): Promise<Manifest> {
  const { cut, prefixFingerprint, network } = pipeline;
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
  const { strategy } = recipe;
  const manifest: ModelFacts = {
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
    metrics: { test: report.test, baselines: report.baselines },
    calibration: report.calibration,
    abstention: report.abstention,
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
      perClass: countsPerClass(dataset),
      skipped: dataset.skipped.length,
    },
    versions: { graft: version, node: process.versions.node, engine: `${engine.name} ${engine.version}` },
  };
  const trained = await calibratedModel(network.asModel(), report.calibration?.temperature ?? 1);
  try {
    const contents: BundleContents = {
      manifest,
      report: await reportOf(manifest, report.test),
      predictions: evidence.predictions && serializePredictions(evidence.predictions),
      map: serializeMap(await evidence.drawMap()),
      familiarity: familiarity && serializeFamiliarity(familiarity, dataset.labels.length),
      weights: await serializeNetwork(trained),
      prefix: loaded.embedded || !cut.prefix ? undefined : await serializeNetwork(cut.prefix),
      compiled: await compileParts(pipeline, trained, {
        labels: JSON.stringify(dataset.labels),
        graft: version,
      }),
    };
    return await writeBundle(storage, prefix, contents, options);
  } finally {
    trained.dispose();
  }
}

function countsPerClass({ labels, splits }: Dataset) {
  const count = (split: Split, label: number) =>
    splits[split].filter((sample) => sample.label === label).length;
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

/** Both parts as ONNX, or neither when a layer of one cannot be written: such a model is served by TensorFlow. */
async function compileParts(
  { cut, prefixOnnx }: Pipeline,
  trained: tf.LayersModel,
  metadata: Readonly<Record<string, string>>,
): Promise<CompiledParts | undefined> {
  try {
    return {
      prefix: prefixOnnx ?? (await exportOnnx(cut.prefix!)),
      trained: await exportOnnx(trained, { metadata }),
    };
  } catch (error) {
    if (error instanceof NetworkError && error.code === 'NETWORK_UNSUPPORTED_LAYER') return undefined;
    throw error;
  }
}
