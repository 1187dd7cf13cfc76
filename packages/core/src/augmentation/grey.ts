import type { Picture } from './picture.js';

/** Every pixel becomes its luma in all three channels. */
export function grey(picture: Picture): Picture {
  const { pixels } = picture;
  const out = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i += 3) {
    out.fill(luma(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!), i, i + 3);
  }
  return { ...picture, pixels: out };
}

/** ITU-R 601-2 luma in 16-bit fixed point, as Pillow's `convert('L')`. @returns a byte. */
export function luma(red: number, green: number, blue: number): number {
  return (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
}
