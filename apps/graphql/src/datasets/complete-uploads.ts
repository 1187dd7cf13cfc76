import { StorageError } from '@graft/core';
import type { App, Principal } from '../app.js';
import { ConflictError, NotFoundError } from '../errors.js';
import { createJob } from '../jobs/create-job.js';
import type { JobRow } from '../jobs/job-handler.js';
import { type Added, addPictures, type IncomingPicture, nothingAdded } from './add-pictures.js';
import { forEachConcurrently } from './for-each-concurrently.js';
import type { ImportInput } from './import-pictures.js';
import { inspectFile } from './inspect-file.js';
import { joinedLabels, type LabelledDataset } from './targets.js';
import type { UploadRow } from './uploads.js';

/** Pictures at a time: in memory they are at most this many times the largest allowed. */
const BATCH = 16;
const CONCURRENCY = 4;

export interface Completed extends Added {
  /** One for each zip. */
  readonly jobs: JobRow[];
}

/**
 * Takes up what was sent: pictures are checked and added at once, a zip is unpacked by a job. An upload that was completed
 * before is passed over, so a repeated call does no harm.
 *
 * @throws NotFoundError `NOT_FOUND`. @throws ConflictError `UPLOAD_INCOMPLETE` naming the first file that is not there as
 * announced; then nothing was added.
 */
export async function completeUploads(
  app: App,
  principal: Principal,
  dataset: LabelledDataset,
  uploadIds: readonly string[],
  { replace = false } = {},
): Promise<Completed> {
  const datasetId = dataset.id;
  const join = dataset.task === 'multi-label' ? joinedLabels : undefined;
  const uploads = await findUploads(app, datasetId, uploadIds);
  await forEachConcurrently(uploads.entries(), CONCURRENCY, async ([index, upload]) => {
    if (!upload.completed_at) await expectWhole(app, upload, index);
  });
  const total: Completed = { ...nothingAdded(), jobs: [] };
  for (const upload of uploads) {
    if (upload.kind === 'zip') total.jobs.push(await importZip(app, principal, upload, replace));
  }
  const pictures = uploads.filter(({ kind, completed_at }) => kind === 'picture' && !completed_at);
  for (let from = 0; from < pictures.length; from += BATCH) {
    const batch = pictures.slice(from, from + BATCH);
    const incoming = new Array<IncomingPicture>(batch.length);
    await forEachConcurrently(batch, CONCURRENCY, async (upload, at) => {
      incoming[at] = await inspectFile(
        {
          name: upload.name,
          label: upload.label!,
          split: upload.split,
          size: upload.bytes,
          read: () => app.storage.read(upload.key),
        },
        app.config.limits.pictureBytes,
      );
    });
    const part = await addPictures(app, datasetId, incoming, { replace, join });
    for (const kind of Object.keys(part) as (keyof Added)[]) (total[kind] as unknown[]).push(...part[kind]);
    await markCompleted(app, batch);
    await forEachConcurrently(batch, CONCURRENCY, ({ key }) => app.storage.remove(key));
  }
  return total;
}

async function findUploads({ db }: App, datasetId: string, ids: readonly string[]): Promise<UploadRow[]> {
  const unique = [...new Set(ids)];
  const rows = unique.length
    ? await db
        .selectFrom('uploads')
        .selectAll()
        .where('dataset_id', '=', datasetId)
        .where('id', 'in', unique)
        .execute()
    : [];
  const byId = new Map(rows.map((row) => [row.id, row]));
  return unique.map((id, index) => {
    const row = byId.get(id);
    if (row) return row;
    throw new NotFoundError(
      'NOT_FOUND',
      `There is no upload ${id} for this dataset. It may have expired: ask for a new one.`,
      {
        details: { field: `uploads.${index}` },
      },
    );
  });
}

async function expectWhole({ storage }: App, upload: UploadRow, index: number): Promise<void> {
  const size = await storage.stat(upload.key).then(
    (facts) => facts.size,
    (error: unknown) => {
      if (error instanceof StorageError && error.code === 'STORAGE_NOT_FOUND') return undefined;
      throw error;
    },
  );
  if (size === upload.bytes) return;
  const received = size === undefined ? 'nothing was received' : `${size} bytes were received`;
  throw new ConflictError(
    'UPLOAD_INCOMPLETE',
    `${upload.name} was announced with ${upload.bytes} bytes, but ${received}. Send it to its URL, then complete again.`,
    { details: { field: `uploads.${index}` } },
  );
}

async function importZip(
  app: App,
  principal: Principal,
  { id, key, name, dataset_id }: UploadRow,
  replace: boolean,
): Promise<JobRow> {
  const input: ImportInput = { datasetId: dataset_id, source: { type: 'zip', key, name }, replace };
  const job = await createJob(app, principal, {
    kind: 'IMPORT',
    input: { ...input },
    datasetId: dataset_id,
    idempotencyKey: `upload:${id}`,
  });
  await markCompleted(app, [{ id }]);
  return job;
}

async function markCompleted({ db }: App, uploads: readonly Pick<UploadRow, 'id'>[]): Promise<void> {
  await db
    .updateTable('uploads')
    .set({ completed_at: new Date() })
    .where(
      'id',
      'in',
      uploads.map(({ id }) => id),
    )
    .execute();
}
