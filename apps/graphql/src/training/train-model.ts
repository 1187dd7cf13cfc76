import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  fileStorage,
  type ProgressEvent,
  readAnyManifest,
  trainInChildProcess,
  trainTargetsInChildProcess,
} from '@graft/core';
import type { App } from '../app.js';
import type { JobHandler } from '../jobs/job-handler.js';
import { modelPrefix } from '../jobs/job-storage.js';
import { checkpointCourier, fetchCheckpoint } from './checkpoints.js';
import { publishBundle } from './publish-bundle.js';
import type { TrainingInput } from './training-input.js';

/** Brings a dataset version to this machine. @returns path of a folder or manifest that `loadDataset` reads. */
export type Materialise = (
  app: App,
  datasetId: string,
  version: string,
  folder: string,
  options: { signal: AbortSignal },
) => Promise<string>;

/**
 * Trains in a child process on a local copy of the dataset version. What this machine keeps of an attempt goes with it;
 * what counts lies in storage: the checkpoint after every epoch that the job's story tells of, and in the end the model.
 */
export function trainModel(materialise: Materialise): JobHandler {
  return async (app, { row, signal, report }) => {
    const { name, recipe, task, fractions, cacheFeatures } = row.input as unknown as TrainingInput;
    const ofJob = join(app.config.cache, 'jobs', row.id);
    const folder = join(ofJob, String(row.attempt));
    const checkpointFolder = join(folder, 'checkpoints');
    const bundle = join(folder, 'model');
    const courier = checkpointCourier(app.storage, row, checkpointFolder, (err) =>
      app.log.warn({ err, job: row.id }, 'a checkpoint could not be stored'),
    );
    // Of earlier attempts on this machine: killed, or superseded.
    await rm(ofJob, { recursive: true, force: true });
    try {
      await report({ type: 'stage', stage: 'dataset', message: 'Fetching the pictures' });
      const cache = join(app.config.cache, 'datasets');
      const data = await materialise(app, row.dataset_id!, row.dataset_version!, cache, { signal });
      await fetchCheckpoint(app.storage, row.id, checkpointFolder);
      const job = {
        data,
        out: bundle,
        overwrite: true,
        recipe,
        fractions,
        checkpointFolder,
        featureCache: cacheFeatures && join(app.config.cache, 'features'),
      };
      const options = {
        signal,
        onProgress(event: ProgressEvent) {
          const told = report(withoutPaths(event));
          // In this order, so that no epoch is skipped in the story: a checkpoint holds only what has been told.
          if (event.type === 'epoch') void told.then(courier.send);
        },
      };
      if (task) await trainTargetsInChildProcess({ ...job, task }, options);
      else await trainInChildProcess(job, options);
      const storagePrefix = modelPrefix(row);
      await publishBundle(bundle, app.storage, storagePrefix);
      const manifest = await readAnyManifest(fileStorage(bundle), '');
      return { model: { name, storagePrefix, manifest } };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

/** Where a worker keeps its files is nobody's business. */
function withoutPaths(event: ProgressEvent): ProgressEvent {
  if (event.type !== 'stage') return event;
  if (event.stage === 'dataset') return { ...event, message: 'Reading the pictures' };
  return event.stage === 'saving' ? { ...event, message: 'Saving the model' } : event;
}
