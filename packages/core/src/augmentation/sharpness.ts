import { blend } from './blend.js';
import type { Picture } from './picture.js';

/** Pillow's `ImageEnhance.Sharpness`: smoothed at a factor of 0, the picture at 1, sharper above. Edge pixels stay. */
export function sharpness(picture: Picture, { factor }: { readonly factor: number }): Picture {
  const { width, height, pixels } = picture;
  const single = Math.fround(factor);
  const out = pixels.slice();
  const row = width * 3;
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * row + 3; i < (y + 1) * row - 3; i++) {
      const smooth = smoothAt(pixels, i, row);
      out[i] = blend(smooth, pixels[i]!, single);
    }
  }
  return { ...picture, pixels: out };
}

/** Pillow's `ImageFilter.SMOOTH`: the eight neighbours once, the pixel itself five times. */
function smoothAt(pixels: Uint8Array, i: number, row: number): number {
  let sum = 4 * pixels[i]!;
  for (let line = i - row; line <= i + row; line += row) {
    sum += pixels[line - 3]! + pixels[line]! + pixels[line + 3]!;
  }
  return Math.floor(sum / 13 + 0.5);
}
