import { createRandom } from '../random.js';
import type { Picture } from './picture.js';

/** Adds normal noise to every value of every channel. @param deviation standard deviation in grey levels. */
export function noise(
  picture: Picture,
  { deviation, seed }: { readonly deviation: number; readonly seed: number },
): Picture {
  const random = createRandom(seed, 'noise');
  const pixels = new Uint8ClampedArray(picture.pixels);
  for (let i = 0; i < pixels.length; i++) pixels[i]! += deviation * random.normal();
  return { ...picture, pixels: new Uint8Array(pixels.buffer) };
}
