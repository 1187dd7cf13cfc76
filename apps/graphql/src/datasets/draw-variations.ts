import {
  type AugmentationPreset,
  augmentPicture,
  decodeImage,
  presetTransforms,
  viewSeed,
} from '@graft/core';
import sharp from 'sharp';
import type { App } from '../app.js';
import type { PictureRow } from './find-pictures.js';
import { pictureKey } from './storage-keys.js';

/** Pixels: of a tile on a dense screen. */
const SIDE = 160;

/**
 * The variations 1, 2, … of a picture that a training with this preset learns from, as small JPEGs in data URLs.
 *
 * @param picture with bytes: `sha256` is not null.
 * @throws DataError when it does not decode; StorageError when its bytes are gone.
 */
export async function drawVariations(
  { storage }: Pick<App, 'storage'>,
  { dataset_id, sha256 }: Pick<PictureRow, 'dataset_id'> & { sha256: string },
  preset: AugmentationPreset,
  count: number,
): Promise<string[]> {
  const transforms = presetTransforms(preset);
  const bytes = await storage.read(pictureKey(dataset_id, sha256));
  const pixels = await decodeImage(bytes, { width: SIDE, height: SIDE, resize: 'crop' });
  const original = { width: SIDE, height: SIDE, pixels };
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const varied = await augmentPicture(original, transforms, viewSeed(sha256, transforms, i + 1));
      const jpeg = await sharp(varied.pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } })
        .jpeg({ quality: 80 })
        .toBuffer();
      return `data:image/jpeg;base64,${jpeg.toString('base64')}`;
    }),
  );
}
