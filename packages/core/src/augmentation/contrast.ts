import { blend } from './blend.js';
import { luma } from './grey.js';
import { lookUp, tableOf } from './look-up.js';
import type { Picture } from './picture.js';

/** Pillow's `ImageEnhance.Contrast`: the picture's mean grey at a factor of 0, the picture at 1, more contrast above. */
export function contrast(picture: Picture, { factor }: { readonly factor: number }): Picture {
  const { pixels } = picture;
  let sum = 0;
  for (let i = 0; i < pixels.length; i += 3) sum += luma(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!);
  const mean = Math.floor(sum / (pixels.length / 3) + 0.5);
  const single = Math.fround(factor);
  return lookUp(
    picture,
    tableOf((value) => blend(mean, value, single)),
  );
}
