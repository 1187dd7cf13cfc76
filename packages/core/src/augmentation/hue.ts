import type { Picture } from './picture.js';

/**
 * Turns every colour around the colour circle by `turn` of a full circle, in [-0.5, 0.5]; torchvision's `adjust_hue` on
 * tensors. Greys stay as they are.
 */
export function hue(picture: Picture, { turn }: { readonly turn: number }): Picture {
  const { pixels } = picture;
  const out = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i += 3) {
    const [red, green, blue] = [pixels[i]!, pixels[i + 1]!, pixels[i + 2]!];
    const most = Math.max(red, green, blue);
    const range = most - Math.min(red, green, blue);
    const sector = (((sectorOf(red, green, blue, most, range) + 6 * turn) % 6) + 6) % 6;
    // Distance from the channel's own sector, 0 to 3: full within 1, none beyond 2, linear between.
    for (let channel = 0; channel < 3; channel++) {
      const away = Math.abs(((sector - 2 * channel + 9) % 6) - 3);
      out[i + channel] = most - range * Math.min(1, Math.max(0, away - 1)) + 0.5;
    }
  }
  return { ...picture, pixels: out };
}

/** Hue in sixths of a circle: red 0, green 2, blue 4. */
function sectorOf(red: number, green: number, blue: number, most: number, range: number): number {
  if (range === 0) return 0;
  if (most === red) return (green - blue) / range;
  return most === green ? 2 + (blue - red) / range : 4 + (red - green) / range;
}
