import { createHash, randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { GraftError, OptionError, type Task } from '@graft/core';
import type { App, Principal } from '../app.js';
import { ConflictError } from '../errors.js';
import { createJob } from '../jobs/create-job.js';
import type { JobRow } from '../jobs/job-handler.js';
import { allowedPath } from './allowed-path.js';
import { type DatasetRow, findDataset } from './find-datasets.js';
import type { ImportInput } from './import-pictures.js';
import type { ImportSource } from './import-source.js';
import { checkDatasetName } from './names.js';
import { listManifestText } from './sources/manifest-text.js';
import { checkImportPrefix } from './sources/prefix.js';

/** Where a dataset's first pictures come from: one of them, or nothing. */
export interface DatasetSource {
  readonly folder?: string | null;
  readonly storagePrefix?: string | null;
  readonly manifest?: {
    readonly path?: string | null;
    readonly text?: string | null;
    readonly format?: 'csv' | 'jsonl' | null;
    /** Of the pictures that `text` names. */
    readonly folder?: string | null;
  } | null;
}

export interface NewDataset {
  readonly name: string;
  /** Default `single-label`; the others need a manifest. */
  readonly task?: Task | null;
  readonly source?: DatasetSource | null;
  readonly idempotencyKey?: string | null;
}

/**
 * Makes a dataset and, when it has a source, the job that imports it.
 *
 * @throws OptionError `OPTION_INVALID`, `PATH_NOT_ALLOWED`. @throws DatasetError `DATASET_MANIFEST`.
 * @throws ConflictError `NAME_TAKEN`, `IDEMPOTENCY_KEY_REUSED`.
 */
export async function createDataset(
  app: App,
  principal: Principal,
  { name, task: asked, source, idempotencyKey = null }: NewDataset,
): Promise<{ dataset: DatasetRow; job: JobRow | null }> {
  checkDatasetName(name, 'name');
  const task = asked ?? 'single-label';
  const importSource = source ? await resolveSource(app, source, task) : undefined;
  const inputHash = createHash('sha256')
    .update(JSON.stringify([name, importSource ?? null, ...(task === 'single-label' ? [] : [task])]))
    .digest('hex');
  const dataset = await insertOnce(app, principal, { name, task }, idempotencyKey, inputHash);
  if (!importSource) return { dataset, job: null };
  const input: ImportInput = { datasetId: dataset.id, source: importSource, replace: false };
  const job = await createJob(app, principal, {
    kind: 'IMPORT',
    input: { ...input },
    datasetId: dataset.id,
    // The first import of a dataset is one job, also when the call before this one stopped half-way.
    idempotencyKey: `first-import:${dataset.id}`,
  });
  return { dataset, job };
}

async function insertOnce(
  { db }: App,
  principal: Principal,
  { name, task }: { name: string; task: Task },
  idempotencyKey: string | null,
  inputHash: string,
): Promise<DatasetRow> {
  const id = randomUUID();
  const inserted = await db
    .insertInto('datasets')
    .values({
      id,
      name,
      task,
      principal: principal.id,
      idempotency_key: idempotencyKey,
      input_hash: inputHash,
      created_at: new Date(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) return (await findDataset({ db }, id))!;
  const earlier = await db
    .selectFrom('datasets')
    .select(['id', 'input_hash'])
    .where('principal', '=', principal.id)
    .where('idempotency_key', '=', idempotencyKey ?? '')
    .executeTakeFirst();
  if (idempotencyKey && earlier?.input_hash === inputHash) return (await findDataset({ db }, earlier.id))!;
  if (idempotencyKey && earlier) {
    throw new ConflictError(
      'IDEMPOTENCY_KEY_REUSED',
      `The idempotency key ${JSON.stringify(idempotencyKey)} was used for another request. Use a new key for new work.`,
      { details: { field: 'idempotencyKey' } },
    );
  }
  throw nameTaken(name);
}

export function nameTaken(name: string): ConflictError {
  return new ConflictError('NAME_TAKEN', `There is a dataset named ${name} already. Choose another name.`, {
    details: { field: 'name' },
  });
}

async function resolveSource({ config }: App, source: DatasetSource, task: Task): Promise<ImportSource> {
  const { folder, storagePrefix, manifest } = source;
  if ([folder, storagePrefix, manifest].filter((given) => given != null).length !== 1) {
    throw invalid('source', 'source needs exactly one of folder, storagePrefix and manifest.');
  }
  const roots = config.datasetRoots;
  if (folder != null) return { type: 'folder', path: await allowedFolder(roots, folder, 'source.folder') };
  if (storagePrefix != null)
    return { type: 'prefix', prefix: checkImportPrefix(storagePrefix, 'source.storagePrefix') };
  const { path, text, format, folder: pictures } = manifest!;
  if ((path == null) === (text == null))
    throw invalid('source.manifest', 'source.manifest needs either path or text.');
  if (path != null) {
    const real = await allowedPath(roots, path, 'source.manifest.path');
    if (!/^\.(csv|jsonl|ndjson)$/i.test(extname(real)))
      throw invalid(
        'source.manifest.path',
        `source.manifest.path is ${path}: expected a .csv or .jsonl file.`,
      );
    return { type: 'manifest-file', path: real };
  }
  const manifestFormat = format ?? (text!.trimStart().startsWith('{') ? 'jsonl' : 'csv');
  await inField('source.manifest.text', listManifestText({ text: text!, format: manifestFormat }, task));
  return {
    type: 'manifest-text',
    text: text!,
    format: manifestFormat,
    folder: await allowedFolder(roots, pictures ?? '.', 'source.manifest.folder'),
  };
}

async function allowedFolder(roots: readonly string[], path: string, field: string): Promise<string> {
  const real = await allowedPath(roots, path, field);
  if ((await stat(real)).isDirectory()) return real;
  throw invalid(field, `${field} is ${JSON.stringify(path)}, which is a file: expected a folder.`);
}

/** An error of core's, told of the field whose value it is about. */
async function inField<Result>(field: string, work: Promise<Result>): Promise<Result> {
  return work.catch((error: unknown) => {
    if (!(error instanceof GraftError)) throw error;
    throw new OptionError(error.code, error.message, { cause: error, details: { ...error.details, field } });
  });
}

function invalid(field: string, message: string): OptionError {
  return new OptionError('OPTION_INVALID', message, { details: { field } });
}
