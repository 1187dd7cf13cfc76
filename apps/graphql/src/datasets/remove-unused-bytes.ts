import type { App } from '../app.js';
import { pictureKey, thumbnailKey, versionKey } from './storage-keys.js';
import { withDataset } from './with-dataset.js';

/** Removes from storage those of these pictures that neither the dataset nor one of its versions has, nor may have again. */
export async function removeUnusedBytes(
  app: App,
  datasetId: string,
  hashes: readonly string[],
): Promise<void> {
  if (hashes.length === 0) return;
  const { storage } = app;
  // Alone with the dataset: nobody may be about to name bytes that they saw here.
  await withDataset(app, datasetId, 'update', async (transaction) => {
    const unused = new Set(hashes);
    for (const table of ['pictures', 'removed_pictures'] as const) {
      const named = await transaction
        .selectFrom(table)
        .select('sha256')
        .where('dataset_id', '=', datasetId)
        .where('sha256', 'in', hashes)
        .execute();
      for (const { sha256 } of named) unused.delete(sha256!);
    }
    const versions = await transaction
      .selectFrom('dataset_versions')
      .select('hash')
      .where('dataset_id', '=', datasetId)
      .execute();
    for (const { hash } of versions) {
      if (unused.size === 0) return;
      const manifest = Buffer.from(await storage.read(versionKey(datasetId, hash))).toString('utf8');
      for (const sha256 of unused) if (manifest.includes(sha256)) unused.delete(sha256);
    }
    for (const sha256 of unused) {
      await storage.remove(pictureKey(datasetId, sha256));
      await storage.remove(thumbnailKey(datasetId, sha256));
    }
  });
}
