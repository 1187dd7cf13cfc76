import type { Picture } from './picture.js';

/** Replaces every value by its entry in the table of its channel; one table serves all three. */
export function lookUp(picture: Picture, ...tables: readonly Uint8Array[]): Picture {
  const [red, green = red, blue = red] = tables as [Uint8Array, Uint8Array?, Uint8Array?];
  const { pixels } = picture;
  const out = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i += 3) {
    out[i] = red[pixels[i]!]!;
    out[i + 1] = green![pixels[i + 1]!]!;
    out[i + 2] = blue![pixels[i + 2]!]!;
  }
  return { ...picture, pixels: out };
}

/** @returns the table of a function of 0..255; results are cut off, not rounded, to 0..255, as Pillow does. */
export function tableOf(of: (value: number) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => Math.min(255, Math.max(0, of(value))));
}

/** How often each value occurs in one channel. */
export function histogram({ pixels }: Picture, channel: number): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = channel; i < pixels.length; i += 3) counts[pixels[i]!]!++;
  return counts;
}
