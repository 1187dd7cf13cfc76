import { histogram, lookUp, tableOf } from './look-up.js';
import type { Picture } from './picture.js';

/** Makes all values of a channel about equally frequent; Pillow's `ImageOps.equalize`. */
export function equalize(picture: Picture): Picture {
  const count = picture.width * picture.height;
  const tables = [0, 1, 2].map((channel) => {
    const counts = histogram(picture, channel);
    const highest = counts.findLast((pixels) => pixels > 0) ?? 0;
    const step = Math.floor((count - highest) / 255);
    if (step === 0) return tableOf((value) => value);
    let below = Math.floor(step / 2);
    return tableOf((value) => {
      const level = Math.floor(below / step);
      below += counts[value]!;
      return level;
    });
  });
  return lookUp(picture, ...tables);
}
