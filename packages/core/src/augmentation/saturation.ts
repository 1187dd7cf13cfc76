import { blend } from './blend.js';
import { luma } from './grey.js';
import type { Picture } from './picture.js';

/** Pillow's `ImageEnhance.Color`: grey at a factor of 0, the picture at 1, stronger colours above. */
export function saturation(picture: Picture, { factor }: { readonly factor: number }): Picture {
  const { pixels } = picture;
  const single = Math.fround(factor);
  const out = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i += 3) {
    const level = luma(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!);
    for (let channel = i; channel < i + 3; channel++) {
      out[channel] = blend(level, pixels[channel]!, single);
    }
  }
  return { ...picture, pixels: out };
}
