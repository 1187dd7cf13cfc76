import { histogram, lookUp, tableOf } from './look-up.js';
import type { Picture } from './picture.js';

/** Stretches each channel to the full range; Pillow's `ImageOps.autocontrast`. */
export function autoContrast(picture: Picture): Picture {
  const tables = [0, 1, 2].map((channel) => {
    const counts = histogram(picture, channel);
    const low = counts.findIndex((count) => count > 0);
    const high = counts.findLastIndex((count) => count > 0);
    if (high <= low) return tableOf((value) => value);
    const scale = 255 / (high - low);
    return tableOf((value) => Math.trunc(value * scale - low * scale));
  });
  return lookUp(picture, ...tables);
}
