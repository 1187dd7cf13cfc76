import { lookUp, tableOf } from './look-up.js';
import type { Picture } from './picture.js';

/** Inverts every value from `threshold` (0 to 256) upwards; Pillow's `ImageOps.solarize`. */
export function solarize(picture: Picture, { threshold }: { readonly threshold: number }): Picture {
  return lookUp(
    picture,
    tableOf((value) => (value < threshold ? value : 255 - value)),
  );
}
