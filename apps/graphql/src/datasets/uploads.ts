import { randomUUID } from 'node:crypto';
import { OptionError, type Split } from '@graft/core';
import type { Selectable } from 'kysely';
import type { App } from '../app.js';
import type { Tables } from '../database/tables.js';
import { uploadUrl } from '../files/upload-url.js';
import { checkPictureName } from './names.js';
import { uploadKey } from './storage-keys.js';
import { type LabelledDataset, saidText } from './targets.js';
import { withDataset } from './with-dataset.js';

export type UploadRow = Selectable<Tables['uploads']>;

/** A file that a client is about to send. */
export interface UploadRequest {
  readonly name: string;
  readonly bytes: number;
  readonly contentType?: string | null;
  readonly label?: string | null;
  /** In place of `label` where pictures have several. */
  readonly labels?: readonly string[] | null;
  /** Part of the dataset; null leaves that to training. */
  readonly split?: Split | null;
}

/** Where and how the client sends it. */
export interface Upload {
  readonly row: UploadRow;
  readonly url: string;
  readonly method: 'PUT';
  readonly headers: Readonly<Record<string, string>>;
}

export const MAX_UPLOADS = 500;
const LIFETIME_SECONDS = 3600;

/**
 * Prepares uploads: pictures with what they show, or a zip. Nothing is part of the dataset before `completeUploads`.
 *
 * @throws OptionError `OPTION_INVALID`, `UPLOAD_TOO_LARGE`, `DATASET_TASK` with the file's place as field. @throws NotFoundError `NOT_FOUND`.
 */
export async function createUploads(
  app: App,
  dataset: LabelledDataset,
  files: readonly UploadRequest[],
): Promise<Upload[]> {
  const datasetId = dataset.id;
  if (files.length === 0 || files.length > MAX_UPLOADS) {
    throw invalid(
      'OPTION_INVALID',
      'files',
      `files has ${files.length} entries: expected 1 to ${MAX_UPLOADS}.`,
    );
  }
  const checked = files.map((file, index) => checkFile(app, dataset, file, `files.${index}`));
  await removeExpired(app, datasetId);
  const rows = await withDataset(app, datasetId, 'share', (transaction) =>
    transaction
      .insertInto('uploads')
      .values(
        checked.map((file) => {
          const id = randomUUID();
          const expires_at = new Date(Date.now() + LIFETIME_SECONDS * 1000);
          return { id, dataset_id: datasetId, key: uploadKey(datasetId, id), expires_at, ...file };
        }),
      )
      .returningAll()
      .execute(),
  );
  return Promise.all(
    rows.map(async (row) => ({
      row,
      method: 'PUT' as const,
      ...(await uploadUrl(app, row, LIFETIME_SECONDS)),
    })),
  );
}

export function isZipName(name: string): boolean {
  return /\.zip$/i.test(name);
}

function checkFile(
  { config }: App,
  dataset: LabelledDataset,
  { name, bytes, contentType, label, labels, split = null }: UploadRequest,
  field: string,
) {
  const isZip = isZipName(name);
  const limit = isZip ? config.limits.uploadBytes : config.limits.pictureBytes;
  if (!Number.isSafeInteger(bytes) || bytes < 1) {
    throw invalid('OPTION_INVALID', `${field}.bytes`, `${name} has ${bytes} bytes: expected 1 or more.`);
  }
  if (bytes > limit) {
    throw invalid(
      'UPLOAD_TOO_LARGE',
      `${field}.bytes`,
      `${name} has ${bytes} bytes: this server takes up to ${limit} for a ${isZip ? 'zip' : 'picture'}.`,
    );
  }
  const content_type = contentType ?? 'application/octet-stream';
  if (!/^[\w.+-]+\/[\w.+-]+$/.test(content_type) || content_type.length > 100) {
    const message = `contentType is ${JSON.stringify(content_type)}: expected one such as image/jpeg.`;
    throw invalid('OPTION_INVALID', `${field}.contentType`, message);
  }
  if (isZip) {
    if (label != null || labels != null)
      throw invalid('OPTION_INVALID', `${field}.label`, 'A zip takes no label: its folders are the labels.');
    checkPictureName(`${name.slice(0, -4)}.png`, `${field}.name`);
    return { name, label: null, split: null, kind: 'zip' as const, content_type, bytes };
  }
  const folder = name.includes('/') ? name.slice(0, name.indexOf('/')) : undefined;
  const own = label ?? labels?.[0] ?? folder;
  // A plain file name is put into its label's folder, as a dataset on disk would have it.
  const full = folder === undefined && own ? `${own.replaceAll(/[/\\:]/g, '_')}/${name}` : name;
  checkPictureName(full, `${field}.name`);
  if (own === undefined && !labels && dataset.task !== 'regression') {
    throw invalid(
      'OPTION_INVALID',
      `${field}.label`,
      `${name} has no label: give one, or name it label/${name}.`,
    );
  }
  const isOne = dataset.task === 'single-label';
  const said =
    label == null && labels == null ? (isOne ? { label: own } : { labels: [own!] }) : { label, labels };
  const effective = saidText(dataset, said, `${field}.`);
  return { name: full, label: effective, split, kind: 'picture' as const, content_type, bytes };
}

/** What was announced and never completed; its bytes, if any came, go too. */
async function removeExpired({ db, storage }: App, datasetId: string): Promise<void> {
  const expired = await db
    .deleteFrom('uploads')
    .where('dataset_id', '=', datasetId)
    .where('completed_at', 'is', null)
    // A client that is just completing gets this long.
    .where('expires_at', '<', new Date(Date.now() - LIFETIME_SECONDS * 1000))
    .returning('key')
    .execute();
  for (const { key } of expired) await storage.remove(key);
}

function invalid(code: string, field: string, message: string): OptionError {
  return new OptionError(code, message, { details: { field } });
}
