import { blend } from './blend.js';
import { lookUp, tableOf } from './look-up.js';
import type { Picture } from './picture.js';

/** Pillow's `ImageEnhance.Brightness`: black at a factor of 0, the picture at 1, brighter above. */
export function brightness(picture: Picture, { factor }: { readonly factor: number }): Picture {
  const single = Math.fround(factor);
  return lookUp(
    picture,
    tableOf((value) => blend(0, value, single)),
  );
}
