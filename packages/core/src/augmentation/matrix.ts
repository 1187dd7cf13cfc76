/**
 * A projective map of the plane, row-major 3 x 3. Here it always leads from a point of the result to the point of the
 * source that is seen there, in pixels, with pixel centres at half integers (Pillow's `Image.transform`).
 */
export type Matrix = readonly [number, number, number, number, number, number, number, number, number];

export const IDENTITY: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** @returns the map that applies `b` first, then `a`. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const at = (row: number, column: number) =>
    a[row * 3]! * b[column]! + a[row * 3 + 1]! * b[column + 3]! + a[row * 3 + 2]! * b[column + 6]!;
  return [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2), at(2, 0), at(2, 1), at(2, 2)];
}

/** @returns the linear map `[a b; c d]` that leaves the middle of the picture where it is. */
export function aboutCentre(
  { width, height }: { width: number; height: number },
  [a, b, c, d]: readonly [number, number, number, number],
): Matrix {
  const [x, y] = [width / 2, height / 2];
  return [a, b, x - a * x - b * y, c, d, y - c * x - d * y, 0, 0, 1];
}
