import type { Box } from './crop.js';
import { pixelsOf } from './erase.js';
import type { Picture } from './picture.js';

/** The first picture with a box of the second, of the same size, in its place (Yun et al. 2019, arXiv:1905.04899). */
export function cutMix(first: Picture, second: Picture, box: Box): Picture {
  const { left, top, right, bottom } = pixelsOf(first, box);
  const pixels = first.pixels.slice();
  for (let y = top; y < bottom; y++) {
    const [start, end] = [(y * first.width + left) * 3, (y * first.width + right) * 3];
    pixels.set(second.pixels.subarray(start, end), start);
  }
  return { ...first, pixels };
}

/** @returns the part of the first picture that `cutMix` leaves, in [0, 1]: its label's share. */
export function shareLeft({ width, height }: Box): number {
  return 1 - width * height;
}
