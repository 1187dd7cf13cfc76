import type { HeatMap } from './types.js';

/**
 * Evidence on a coarse grid as a heat map: what speaks against the label is left out, the strongest becomes 1, and values
 * between the grid's cells are interpolated (bilinear, cell centres as in TensorFlow's half-pixel resizing).
 *
 * @param grid `[rows, columns]`, row-major.
 */
export function heatMapFrom(
  grid: ArrayLike<number>,
  [rows, columns]: readonly [number, number],
  [height, width]: readonly [number, number],
): HeatMap {
  let highest = 0;
  for (let i = 0; i < grid.length; i++) highest = Math.max(highest, grid[i]!);
  const values = new Float32Array(height * width);
  if (highest === 0) return { width, height, values };
  const positive = Float64Array.from(grid, (value) => Math.max(0, value) / highest);
  const ys = Array.from({ length: height }, (_, y) => between(y, height, rows));
  const xs = Array.from({ length: width }, (_, x) => between(x, width, columns));
  ys.forEach(([top, bottom, down], y) => {
    xs.forEach(([left, right, along], x) => {
      const above = positive[top * columns + left]! * (1 - along) + positive[top * columns + right]! * along;
      const below =
        positive[bottom * columns + left]! * (1 - along) + positive[bottom * columns + right]! * along;
      values[y * width + x] = above * (1 - down) + below * down;
    });
  });
  return { width, height, values };
}

/** Of a pixel, the cells on both sides of its centre and how far it lies from the first to the second. */
function between(
  pixel: number,
  pixels: number,
  cells: number,
): [first: number, second: number, part: number] {
  const place = Math.min(cells - 1, Math.max(0, ((pixel + 0.5) * cells) / pixels - 0.5));
  const first = Math.floor(place);
  return [first, Math.min(cells - 1, first + 1), place - first];
}
