import { aboutCentre, type Matrix } from './matrix.js';
import type { Size } from './picture.js';

/**
 * Slants the picture about its middle: in the result, a point `n` pixels below the middle has come from `x * n` pixels
 * further right, and one `n` pixels to the right of it from `y * n` pixels further down.
 */
export function shear(size: Size, { x, y }: { readonly x: number; readonly y: number }): Matrix {
  return aboutCentre(size, [1, x, y, 1]);
}
