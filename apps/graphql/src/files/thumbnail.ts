import { StorageError } from '@graft/core';
import sharp from 'sharp';
import type { App } from '../app.js';
import { pictureKey, thumbnailKey } from '../datasets/storage-keys.js';

/** Twice the 96 pixels of a tile, for screens with double density. */
const SIDE = 192;
/** As core's limit: a picture over it is not in a dataset in the first place. */
const MAX_PIXELS = 100e6;

/** @returns WebP. @throws StorageError `STORAGE_NOT_FOUND`; whatever sharp says of a picture that does not decode. */
export async function thumbnail({ storage }: App, datasetId: string, sha256: string): Promise<Uint8Array> {
  const key = thumbnailKey(datasetId, sha256);
  try {
    return await storage.read(key);
  } catch (error) {
    if (!(error instanceof StorageError && error.code === 'STORAGE_NOT_FOUND')) throw error;
  }
  const picture = await storage.read(pictureKey(datasetId, sha256));
  // Nothing of the original's metadata is kept: no place where it was taken.
  const webp = await sharp(picture, { limitInputPixels: MAX_PIXELS, pages: 1 })
    .rotate()
    .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 75 })
    .toBuffer();
  await storage.write(key, webp);
  return webp;
}
