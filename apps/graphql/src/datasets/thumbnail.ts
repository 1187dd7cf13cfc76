import { StorageError } from '@graft/core';
import sharp from 'sharp';
import type { App } from '../app.js';
import { forEachConcurrently } from './for-each-concurrently.js';
import { pictureKey, thumbnailKey } from './storage-keys.js';

/** Twice the 96 pixels of a tile, for screens with double density. */
const SIDE = 192;
/** As core's limit: a picture over it is not in a dataset in the first place. */
const MAX_PIXELS = 100e6;
const CONCURRENCY = 4;

/** @returns WebP. @throws StorageError `STORAGE_NOT_FOUND`; whatever sharp says of a picture that does not decode. */
export async function thumbnail(app: App, datasetId: string, sha256: string): Promise<Uint8Array> {
  try {
    return await app.storage.read(thumbnailKey(datasetId, sha256));
  } catch (error) {
    if (!(error instanceof StorageError && error.code === 'STORAGE_NOT_FOUND')) throw error;
  }
  return keepThumbnail(app, datasetId, sha256, await app.storage.read(pictureKey(datasetId, sha256)));
}

/**
 * Draws thumbnails of pictures as they come in, so that whoever scrolls through them finds them drawn: drawing takes the
 * cores that a browser on the same machine scrolls with. What fails is tried again when somebody looks at it.
 */
export async function keepThumbnails(
  app: App,
  datasetId: string,
  pictures: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  await forEachConcurrently(pictures, CONCURRENCY, async ([sha256, bytes]) => {
    await keepThumbnail(app, datasetId, sha256, bytes).catch((error: unknown) => {
      app.log.info({ err: error, dataset: datasetId, picture: sha256 }, 'no thumbnail was made of a picture');
    });
  });
}

async function keepThumbnail(
  { storage }: App,
  datasetId: string,
  sha256: string,
  picture: Uint8Array,
): Promise<Uint8Array> {
  // Nothing of the original's metadata is kept: no place where it was taken.
  const webp = await sharp(picture, { limitInputPixels: MAX_PIXELS, pages: 1 })
    .rotate()
    .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 75, effort: 0 })
    .toBuffer();
  await storage.write(thumbnailKey(datasetId, sha256), webp);
  return webp;
}
