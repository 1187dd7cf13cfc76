import type { Matrix } from './matrix.js';
import type { Size } from './picture.js';

/** `[x, y]` in fractions of width and height. */
export type Point = readonly [number, number];

/** Four points of the source, not three of them on one line: those seen in the result's corners. */
export interface Corners {
  readonly topLeft: Point;
  readonly topRight: Point;
  readonly bottomRight: Point;
  readonly bottomLeft: Point;
}

/**
 * Looks at the picture from another side: the quadrilateral between the corners fills the result (torchvision's
 * `perspective` with these as start points). The closed form is Heckbert's (Fundamentals of Texture Mapping, 1989, 2.2.3).
 */
export function perspective(
  { width, height }: Size,
  { topLeft, topRight, bottomRight, bottomLeft }: Corners,
): Matrix {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = [topLeft, topRight, bottomRight, bottomLeft];
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [dx1, dy1, dx2, dy2] = [x1 - x2, y1 - y2, x3 - x2, y3 - y2];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / determinant;
  const h = (dx1 * sy - sx * dy1) / determinant;
  // From the unit square to the unit square, then the sides in pixels.
  return [
    x1 - x0 + g * x1,
    ((x3 - x0 + h * x3) * width) / height,
    x0 * width,
    ((y1 - y0 + g * y1) * height) / width,
    y3 - y0 + h * y3,
    y0 * height,
    g / width,
    h / height,
    1,
  ];
}
