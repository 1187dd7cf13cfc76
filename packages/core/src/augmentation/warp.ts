import type { Matrix } from './matrix.js';
import type { Picture } from './picture.js';

/**
 * Moves every pixel as the matrix says, with bilinear interpolation; beyond its edges the picture is mirrored, the edge
 * pixel twice (Keras's and SciPy's `reflect`). The same size comes out as went in.
 *
 * @param matrix from a point of the result to a point of the source.
 */
export function warp(picture: Picture, matrix: Matrix): Picture {
  const { width, height, pixels } = picture;
  const [a, b, c, d, e, f, g, h, i] = matrix;
  const out = new Uint8Array(pixels.length);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const [px, py] = [x + 0.5, y + 0.5];
      const w = g * px + h * py + i;
      const u = (a * px + b * py + c) / w - 0.5;
      const v = (d * px + e * py + f) / w - 0.5;
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const [fx, fy] = [u - left, v - top];
      const inside = left >= 0 && top >= 0 && left + 1 < width && top + 1 < height;
      const x0 = (inside ? left : mirror(left, width)) * 3;
      const x1 = (inside ? left + 1 : mirror(left + 1, width)) * 3;
      const y0 = (inside ? top : mirror(top, height)) * width * 3;
      const y1 = (inside ? top + 1 : mirror(top + 1, height)) * width * 3;
      const [w00, w10] = [(1 - fx) * (1 - fy), fx * (1 - fy)];
      const [w01, w11] = [(1 - fx) * fy, fx * fy];
      for (let channel = 0; channel < 3; channel++) {
        out[at + channel] =
          w00 * pixels[y0 + x0 + channel]! +
          w10 * pixels[y0 + x1 + channel]! +
          w01 * pixels[y1 + x0 + channel]! +
          w11 * pixels[y1 + x1 + channel]! +
          0.5;
      }
    }
  }
  return { width, height, pixels: out };
}

/** `…c b a | a b c d | d c b…` */
function mirror(index: number, length: number): number {
  const period = 2 * length;
  const wrapped = ((index % period) + period) % period;
  return wrapped < length ? wrapped : period - 1 - wrapped;
}
