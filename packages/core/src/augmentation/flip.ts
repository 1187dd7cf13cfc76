import type { Matrix } from './matrix.js';
import type { Size } from './picture.js';

/** Left becomes right. */
export function flipHorizontal({ width }: Size): Matrix {
  return [-1, 0, width, 0, 1, 0, 0, 0, 1];
}

/** Top becomes bottom. */
export function flipVertical({ height }: Size): Matrix {
  return [1, 0, 0, 0, -1, height, 0, 0, 1];
}
