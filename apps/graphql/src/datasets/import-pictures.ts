import { AbortedError } from '@graft/core';
import { z } from 'zod';
import type { App } from '../app.js';
import type { JobHandler } from '../jobs/job-handler.js';
import { type Added, addPictures, type IncomingPicture, nothingAdded } from './add-pictures.js';
import { findDataset } from './find-datasets.js';
import { forEachConcurrently } from './for-each-concurrently.js';
import { importSource, openSource } from './import-source.js';
import { inspectFile } from './inspect-file.js';
import { progressReporter } from './progress-reporter.js';

/** What an import job is asked to do. */
const importInput = z.object({
  datasetId: z.uuid(),
  source: importSource,
  /** Whether a picture takes the place of another one of its name. */
  replace: z.boolean(),
});
export type ImportInput = z.infer<typeof importInput>;

/** Pictures at a time: in memory they are at most this many times the largest allowed. */
const BATCH = 16;
const CONCURRENCY = 4;
/** Names of each kind that the job's result lists; it counts all of them. */
const LISTED = 100;

/**
 * Reads a source and adds its pictures to a dataset. Safe to repeat: what is there already is left as it is. A cancelled
 * import keeps what it has added.
 */
export const importPictures: JobHandler = async (app, { row, signal, report }) => {
  const { datasetId, source, replace } = importInput.parse(row.input);
  const resultKey = source.type === 'zip' ? `${source.key}.result` : undefined;
  if (resultKey && (await app.storage.exists(resultKey))) return { result: await readJson(app, resultKey) };
  report({ type: 'stage', stage: 'dataset', message: 'Looking for pictures' });
  const task = (await findDataset(app, datasetId))?.task ?? 'single-label';
  const { files, notices, close } = await openSource(app, source, task, signal);
  try {
    for (const message of notices) report({ type: 'notice', level: 'warning', message });
    report({ type: 'stage', stage: 'dataset', message: `Reading ${files.length} files` });
    const total = nothingAdded();
    const progress = progressReporter(files.length, report);
    for (let from = 0; from < files.length; from += BATCH) {
      const batch = files.slice(from, from + BATCH);
      const inspected = new Array<IncomingPicture>(batch.length);
      await forEachConcurrently(batch, CONCURRENCY, async (file, index) => {
        if (signal.aborted) throw new AbortedError('ABORTED', 'Stopped while adding pictures.');
        inspected[index] = await inspectFile(file, app.config.limits.pictureBytes, task);
        progress();
      });
      addUp(total, await addPictures(app, datasetId, inspected, { replace }));
    }
    const result = summary(total);
    // Written before the zip goes: another attempt could not read it again.
    if (resultKey) await app.storage.write(resultKey, Buffer.from(JSON.stringify(result)));
    if (source.type === 'zip') await app.storage.remove(source.key);
    return { result };
  } finally {
    await close();
  }
};

function addUp(total: Added, part: Added): void {
  for (const kind of Object.keys(total) as (keyof Added)[]) (total[kind] as unknown[]).push(...part[kind]);
}

function summary(total: Added): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(total).map(([kind, items]) => [
      kind,
      { count: items.length, first: items.slice(0, LISTED) },
    ]),
  );
}

async function readJson({ storage }: App, key: string): Promise<Record<string, unknown>> {
  return JSON.parse(Buffer.from(await storage.read(key)).toString('utf8'));
}
