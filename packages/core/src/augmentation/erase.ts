import type { Box } from './crop.js';
import type { Picture } from './picture.js';

/** Near the mean of every backbone's training pictures; the letterbox's grey too. */
const GREY = 127;

/** Covers the box with grey: random erasing (Zhong et al. 2017, arXiv:1708.04896) with a constant. */
export function erase(picture: Picture, box: Box): Picture {
  const { left, top, right, bottom } = pixelsOf(picture, box);
  const pixels = picture.pixels.slice();
  for (let y = top; y < bottom; y++) {
    pixels.fill(GREY, (y * picture.width + left) * 3, (y * picture.width + right) * 3);
  }
  return { ...picture, pixels };
}

/** The pixels that a box covers, ends excluded. */
export function pixelsOf(
  { width, height }: { width: number; height: number },
  box: Box,
): { left: number; top: number; right: number; bottom: number } {
  return {
    left: Math.round(box.left * width),
    top: Math.round(box.top * height),
    right: Math.round((box.left + box.width) * width),
    bottom: Math.round((box.top + box.height) * height),
  };
}
