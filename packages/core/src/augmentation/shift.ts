import type { Matrix } from './matrix.js';
import type { Size } from './picture.js';

/** Moves the picture to the right by `x` of its width and down by `y` of its height. */
export function shift({ width, height }: Size, { x, y }: { readonly x: number; readonly y: number }): Matrix {
  return [1, 0, -x * width, 0, 1, -y * height, 0, 0, 1];
}
