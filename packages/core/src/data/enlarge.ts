/** The part of an enlarged picture that is wanted, in pixels of the enlarged picture. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Enlarges RGB pixels with Pillow's BICUBIC (Catmull-Rom, a = -0.5, pixel centres at half integers, edges
 * renormalised; Pillow's src/libImaging/Resample.c). libvips is not used for this: it samples half a pixel beside
 * Pillow when it enlarges (6 grey levels on average at a scale near 1).
 *
 * @param pixels bytes, `[from.height, from.width, 3]`.
 * @param to size of the whole enlarged picture; neither side smaller than `from`'s.
 * @returns the window's bytes, `[window.height, window.width, 3]`.
 */
export function enlarge(pixels: Uint8Array, from: Size, to: Size, window: Window): Uint8Array {
  const columns = taps(from.width, to.width, window.left, window.width);
  const rows = taps(from.height, to.height, window.top, window.height);
  // [from.height, window.width, 3], of which only the rows that the window needs are filled.
  const wide = new Uint8ClampedArray(from.height * window.width * 3);
  for (let y = rows.first; y < rows.end; y++) {
    resampleLine(pixels, y * from.width * 3, 3, wide, y * window.width * 3, 3, columns);
  }
  const out = new Uint8ClampedArray(window.height * window.width * 3);
  for (let x = 0; x < window.width; x++) {
    resampleLine(wide, x * 3, window.width * 3, out, x * 3, window.width * 3, rows);
  }
  return new Uint8Array(out.buffer);
}

/** For each output pixel, the four inputs around it and their weights; inputs outside the picture weigh 0. */
interface Taps {
  readonly index: Int32Array;
  readonly weight: Float64Array;
  /** Range of inputs that any output uses. */
  readonly first: number;
  readonly end: number;
}

const SUPPORT = 4;

function taps(from: number, to: number, start: number, count: number): Taps {
  const index = new Int32Array(count * SUPPORT);
  const weight = new Float64Array(count * SUPPORT);
  let [first, end] = [from, 0];
  for (let i = 0; i < count; i++) {
    const centre = ((start + i + 0.5) * from) / to - 0.5;
    const base = Math.floor(centre) - 1;
    let total = 0;
    for (let k = 0; k < SUPPORT; k++) {
      const at = base + k;
      const inside = at >= 0 && at < from;
      index[i * SUPPORT + k] = inside ? at : 0;
      weight[i * SUPPORT + k] = inside ? cubic(Math.abs(at - centre)) : 0;
      total += weight[i * SUPPORT + k]!;
      if (inside) [first, end] = [Math.min(first, at), Math.max(end, at + 1)];
    }
    for (let k = 0; k < SUPPORT; k++) weight[i * SUPPORT + k]! /= total;
  }
  return { index, weight, first, end };
}

/** Keys's cubic convolution kernel with a = -0.5 at distance `x` >= 0 (IEEE ASSP 29, 1981). */
function cubic(x: number): number {
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/** Resamples one row or column of RGB pixels, rounding and clamping to bytes; strides are in bytes. */
function resampleLine(
  source: Uint8Array | Uint8ClampedArray,
  sourceStart: number,
  sourceStride: number,
  target: Uint8ClampedArray,
  targetStart: number,
  targetStride: number,
  { index, weight }: Taps,
): void {
  const count = index.length / SUPPORT;
  for (let i = 0; i < count; i++) {
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0;
      for (let k = i * SUPPORT; k < (i + 1) * SUPPORT; k++) {
        sum += weight[k]! * source[sourceStart + index[k]! * sourceStride + channel]!;
      }
      target[targetStart + i * targetStride + channel] = sum;
    }
  }
}
