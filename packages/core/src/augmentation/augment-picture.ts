import { sha256 } from '../hash.js';
import { applyOperations } from './apply-operations.js';
import { drawOperations } from './draw-operations.js';
import type { Picture } from './picture.js';
import type { Transform } from './types.js';

/** To be changed with what any operation computes, or how it is drawn: features of views are cached. */
const AUGMENTATION_VERSION = 'augmentation-1';

/** A random variation of a picture; the same seed gives the same one. */
export function augmentPicture(
  picture: Picture,
  transforms: readonly Transform[],
  seed: string,
): Promise<Picture> {
  return applyOperations(picture, drawOperations(transforms, seed));
}

/**
 * @param sample SHA-256 of the picture's file.
 * @param view what tells the views of a picture apart: a number, or phase and epoch.
 * @returns 64 hexadecimal digits to draw the view from; they also name its features in the cache.
 */
export function viewSeed(
  sample: string,
  transforms: readonly Transform[],
  ...view: (string | number)[]
): string {
  return sha256(AUGMENTATION_VERSION, sample, JSON.stringify(transforms), ...view.map(String));
}
