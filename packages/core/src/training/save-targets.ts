import type { TargetFacts, TargetManifest } from '../bundle/target-manifest.js';
import { writeTargetBundle } from '../bundle/write-bundle.js';
import { copyNetwork } from '../network/copy.js';
import { serializeNetwork } from '../network/serialize.js';
import { targetPage } from '../report/target-page.js';
import type { Storage } from '../storage/types.js';
import { compileParts } from './compile-parts.js';
import { type FinishedRun, graftVersion, runFacts } from './run-facts.js';
import type { TargetReport } from './target-report.js';
import { type TargetScale, unscaledModel } from './target-scale.js';

/** Writes a finished run for several labels at once or for numbers as a bundle. */
export async function saveTargets(
  run: FinishedRun,
  report: TargetReport,
  scale: TargetScale | undefined,
  storage: Storage,
  prefix: string,
  options?: { overwrite?: boolean },
): Promise<TargetManifest> {
  const { pipeline, loaded, dataset } = run;
  const manifest = factsOf(run, report);
  const network = pipeline.network.asModel();
  const trained = scale ? await unscaledModel(network, scale) : await copyNetwork(network);
  try {
    const contents = {
      manifest,
      report: await targetPage(manifest),
      weights: await serializeNetwork(trained),
      prefix:
        loaded.embedded || !pipeline.cut.prefix ? undefined : await serializeNetwork(pipeline.cut.prefix),
      compiled: await compileParts(pipeline, trained, {
        task: report.task,
        labels: JSON.stringify(dataset.labels),
        graft: graftVersion(),
      }),
    };
    return await writeTargetBundle(storage, prefix, contents, options);
  } finally {
    trained.dispose();
  }
}

function factsOf(run: FinishedRun, report: TargetReport): TargetFacts {
  const { history, ...facts } = runFacts(run, report);
  const common = {
    ...facts,
    history: history.map(({ accuracy, validationAccuracy, ...record }) => ({
      ...record,
      accuracy: orNull(accuracy),
      validationAccuracy: orNull(validationAccuracy),
    })),
  };
  if (report.task === 'regression') {
    const { task, test, baselines } = report;
    return { ...common, task, metrics: { test, baselines } };
  }
  const { task, test, baselines, thresholds } = report;
  return { ...common, task, thresholds, metrics: { test, baselines } };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
