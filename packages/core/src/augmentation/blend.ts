/**
 * Pillow's `Image.blend`, to the bit: `from` at a factor of 0, `to` at 1, beyond `to` above 1. Single precision, cut off
 * to a byte.
 */
export function blend(from: number, to: number, factor: number): number {
  const value = Math.fround(from + Math.fround(factor * (to - from)));
  return value <= 0 ? 0 : value >= 255 ? 255 : Math.trunc(value);
}
