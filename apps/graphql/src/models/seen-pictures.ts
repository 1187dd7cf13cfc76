import { StorageError } from '@graft/core';
import type { App } from '../app.js';
import type { PictureRow } from '../datasets/find-pictures.js';
import type { VersionRow } from '../datasets/freeze-version.js';
import { versionKey } from '../datasets/storage-keys.js';
import type { ModelRow } from './find-model.js';
import { keepLast } from './keep-last.js';

/** A picture that a model was trained or measured on. */
export interface SeenPicture {
  readonly datasetId: string | null;
  /** Undefined where the dataset is gone, and the picture with it. */
  readonly sha256: string | undefined;
  /** As it is in the dataset today; undefined where it was removed since. */
  readonly today: PictureRow | undefined;
}

const versions = keepLast<ReadonlyMap<string, VersionRow>>(4);

/** Pictures by the names that they had in the dataset when the model was trained, in order. */
export async function seenPictures(
  app: Pick<App, 'db' | 'storage'>,
  { dataset_id: datasetId, dataset_version: version }: ModelRow,
  names: readonly string[],
): Promise<SeenPicture[]> {
  if (names.length === 0) return [];
  if (datasetId === null || version === null) {
    return names.map(() => ({ datasetId, sha256: undefined, today: undefined }));
  }
  const then = await versionSeen(app, datasetId, version);
  const hashes = names.map((name) => then.get(name)?.sha256);
  const rows = await app.db
    .selectFrom('pictures')
    .selectAll()
    .where('dataset_id', '=', datasetId)
    .where('name', 'in', [...new Set(names)])
    .execute();
  const today = new Map(rows.map((row) => [row.name, row]));
  return names.map((name, i) => {
    const row = today.get(name);
    // Another picture may have taken the name since.
    return { datasetId, sha256: hashes[i], today: row?.sha256 === hashes[i] ? row : undefined };
  });
}

/** A dataset as it was, by name; empty when it was deleted. */
export function versionSeen(
  app: Pick<App, 'storage'>,
  datasetId: string,
  version: string,
): Promise<ReadonlyMap<string, VersionRow>> {
  const key = versionKey(datasetId, version);
  return versions(app.storage, key, () => readVersion(app, key));
}

async function readVersion({ storage }: Pick<App, 'storage'>, key: string): Promise<Map<string, VersionRow>> {
  const bytes = await storage.read(key).catch((error: unknown) => {
    if (error instanceof StorageError && error.code === 'STORAGE_NOT_FOUND') return new Uint8Array();
    throw error;
  });
  const lines = Buffer.from(bytes).toString('utf8').split('\n').filter(Boolean);
  return new Map(lines.map((line) => JSON.parse(line) as VersionRow).map((row) => [row.file_name, row]));
}
