import { aboutCentre, type Matrix } from './matrix.js';
import type { Size } from './picture.js';

/** Enlarges the picture about its middle; a `factor` below 1 shows more than the picture, mirrored. */
export function zoom(size: Size, { factor }: { readonly factor: number }): Matrix {
  return aboutCentre(size, [1 / factor, 0, 0, 1 / factor]);
}
