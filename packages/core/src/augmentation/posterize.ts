import { lookUp, tableOf } from './look-up.js';
import type { Picture } from './picture.js';

/** Keeps the highest `bits` (1 to 8) of every value; Pillow's `ImageOps.posterize`. */
export function posterize(picture: Picture, { bits }: { readonly bits: number }): Picture {
  const mask = 0xff & ~(2 ** (8 - bits) - 1);
  return lookUp(
    picture,
    tableOf((value) => value & mask),
  );
}
