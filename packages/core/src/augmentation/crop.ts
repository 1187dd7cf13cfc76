import type { Matrix } from './matrix.js';
import type { Size } from './picture.js';

/** A rectangle in fractions of the picture's sides, within [0, 1]. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Cuts the box out and brings it to the size of the whole: torchvision's `resized_crop` with bilinear interpolation. */
export function crop({ width, height }: Size, box: Box): Matrix {
  return [box.width, 0, box.left * width, 0, box.height, box.top * height, 0, 0, 1];
}
