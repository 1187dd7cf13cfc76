import sharp, { type Sharp } from 'sharp';

/** Triangular waves that differ per channel: `|(x(7 + 4c) + 3y(5 - c)) mod 510 - 255|`, easy to repeat in any language. */
export function waves(width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < pixels.length; i++) {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    pixels[i] = Math.abs(((x * (7 + 4 * c) + 3 * y * (5 - c)) % 510) - 255);
  }
  return pixels;
}

/** A picture of these RGB bytes, to be encoded as any format. */
export function picture(pixels: Uint8Array, width: number, height: number): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** One colour all over, as PNG bytes. */
export function plainPng(red: number, green = red, blue = green, size = 8): Promise<Buffer> {
  return sharp({
    create: { width: size, height: size, channels: 3, background: { r: red, g: green, b: blue } },
  })
    .png()
    .toBuffer();
}

/** Largest distance of two pictures in grey levels. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`Expected ${a.length} and ${b.length} to be equal lengths.`);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

/** Distance of two pictures in grey levels, on average. */
export function meanDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`Expected ${a.length} and ${b.length} to be equal lengths.`);
  return Array.from(a).reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}
