import { serializeFamiliarity } from '../bundle/familiarity-file.js';
import type { Manifest, ModelFacts } from '../bundle/manifest.js';
import { serializeMap } from '../bundle/map-file.js';
import { serializePredictions } from '../bundle/predictions-file.js';
import { type BundleContents, writeBundle } from '../bundle/write-bundle.js';
import type { Familiarity } from '../evaluation/familiarity.js';
import { serializeNetwork } from '../network/serialize.js';
import type { Storage } from '../storage/types.js';
import { calibratedModel } from './calibrated-model.js';
import { compileParts } from './compile-parts.js';
import type { Evidence } from './measure.js';
import { reportOf } from './report-of.js';
import { type FinishedRun, graftVersion, runFacts } from './run-facts.js';
import type { TrainReport } from './types.js';

export interface SaveOptions {
  /** Replace the model that is there; default false. */
  readonly overwrite?: boolean;
  /** False: `report.html` shows neither pictures nor names of files, to be passed on; default true. */
  readonly pictures?: boolean;
}

export interface Trained extends FinishedRun {
  report: TrainReport;
  familiarity: Familiarity | undefined;
  evidence: Evidence;
}

/** Writes a finished run as a bundle. The frozen part is stored beside it unless it ships with Graft. */
export async function saveTrained(
  { pipeline, loaded, recipe, preprocessing, dataset, engine, report, familiarity, evidence }: Trained,
  storage: Storage,
  prefix: string,
  { pictures = true, ...options }: SaveOptions = {},
): Promise<Manifest> {
  const { cut, network } = pipeline;
  const manifest: ModelFacts = {
    ...runFacts({ pipeline, loaded, recipe, preprocessing, dataset, engine }, report),
    metrics: { test: report.test, baselines: report.baselines },
    calibration: report.calibration,
    abstention: report.abstention,
  };
  const trained = await calibratedModel(network.asModel(), report.calibration?.temperature ?? 1);
  try {
    const map = await evidence.drawMap();
    const contents: BundleContents = {
      manifest,
      report: await reportOf(manifest, report.test, {
        pictures,
        predictions: evidence.predictions,
        map,
        networks: cut.prefix && [cut.prefix, trained],
      }),
      predictions: evidence.predictions && serializePredictions(evidence.predictions),
      map: serializeMap(map),
      familiarity: familiarity && serializeFamiliarity(familiarity, dataset.labels.length),
      weights: await serializeNetwork(trained),
      prefix: loaded.embedded || !cut.prefix ? undefined : await serializeNetwork(cut.prefix),
      compiled: await compileParts(pipeline, trained, {
        labels: JSON.stringify(dataset.labels),
        graft: graftVersion(),
      }),
    };
    return await writeBundle(storage, prefix, contents, options);
  } finally {
    trained.dispose();
  }
}
