import { createHash } from 'node:crypto';
import { StorageError } from '@graft/core';
import type { Transaction } from 'kysely';
import type { App } from '../app.js';
import type { Tables } from '../database/tables.js';
import { versionKey } from './storage-keys.js';
import { withDataset } from './with-dataset.js';

/** One line of a version; all of them, sorted by name, are the version. */
export interface VersionRow {
  readonly file_name: string;
  readonly label: string;
  /** Pictures that no split was chosen for are `train`: core splits off from it what is missing. */
  readonly split: 'train' | 'validation' | 'test';
  readonly sha256: string;
}

export interface DatasetVersion {
  /** SHA-256 of the version's lines: the same pictures, labels and splits give the same hash. */
  readonly hash: string;
  readonly pictures: number;
}

/**
 * Writes down what the dataset is now: its good pictures, without their bytes, which are kept by hash. Immutable.
 *
 * @throws NotFoundError `NOT_FOUND`.
 */
export async function freezeVersion(app: App, datasetId: string): Promise<DatasetVersion> {
  return withDataset(app, datasetId, 'update', async (transaction) => {
    const rows = await goodPictures(transaction, datasetId);
    const { hash, text } = versionOf(rows);
    await app.storage
      .write(versionKey(datasetId, hash), Buffer.from(text), { ifAbsent: true })
      .catch((error: unknown) => {
        // Written before, and then it is the same.
        if (!(error instanceof StorageError && error.code === 'STORAGE_CONFLICT')) throw error;
      });
    await transaction
      .insertInto('dataset_versions')
      .values({ dataset_id: datasetId, hash, pictures: rows.length })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return { hash, pictures: rows.length };
  });
}

/** The version's lines in their one order, and their hash. */
export function versionOf(rows: readonly VersionRow[]): { text: string; hash: string } {
  const byName = [...rows].sort((a, b) => (a.file_name < b.file_name ? -1 : 1));
  const text = byName
    .map(({ file_name, label, split, sha256 }) => `${JSON.stringify({ file_name, label, split, sha256 })}\n`)
    .join('');
  return { text, hash: createHash('sha256').update(text).digest('hex') };
}

/** Copies of a picture under one label count once: in two splits they would make the result meaningless. */
async function goodPictures(transaction: Transaction<Tables>, datasetId: string): Promise<VersionRow[]> {
  const rows = await transaction
    .selectFrom('pictures')
    .distinctOn('sha256')
    .select(['name', 'label', 'split', 'sha256'])
    .where('dataset_id', '=', datasetId)
    .where('bad_code', 'is', null)
    .orderBy('sha256')
    .orderBy('name')
    .execute();
  return rows.map(({ name, label, split, sha256 }) => ({
    file_name: name,
    label,
    split: split ?? 'train',
    sha256: sha256!,
  }));
}
