import { autoContrast } from './auto-contrast.js';
import { blur } from './blur.js';
import { brightness } from './brightness.js';
import { contrast } from './contrast.js';
import { crop } from './crop.js';
import { equalize } from './equalize.js';
import { erase } from './erase.js';
import { flipHorizontal, flipVertical } from './flip.js';
import { grey } from './grey.js';
import { hue } from './hue.js';
import { jpeg } from './jpeg.js';
import { type Matrix, multiply } from './matrix.js';
import { noise } from './noise.js';
import { perspective } from './perspective.js';
import type { Picture, Size } from './picture.js';
import { posterize } from './posterize.js';
import { rotate } from './rotate.js';
import { saturation } from './saturation.js';
import { sharpness } from './sharpness.js';
import { shear } from './shear.js';
import { shift } from './shift.js';
import { solarize } from './solarize.js';
import { warp } from './warp.js';
import { zoom } from './zoom.js';

const MOVES = {
  'flip-horizontal': flipHorizontal,
  'flip-vertical': flipVertical,
  rotate,
  zoom,
  shift,
  crop,
  shear,
  perspective,
};

const CHANGES = {
  brightness,
  contrast,
  saturation,
  hue,
  grey,
  sharpness,
  posterize,
  solarize,
  'auto-contrast': autoContrast,
  equalize,
  blur,
  noise,
  jpeg,
  erase,
};

/** One step with its parameters fixed: plain JSON, the same picture in gives the same picture out. */
export type Operation = OperationOf<typeof MOVES> | OperationOf<typeof CHANGES>;

type OperationOf<T extends Record<string, (subject: never, parameters: never) => unknown>> = {
  [Name in keyof T]: { readonly name: Name } & (Parameters<T[Name]> extends [unknown, infer P] ? P : unknown);
}[keyof T];

/**
 * Carries operations out in order. Moves that follow each other are one resampling, so that turning and zooming blur
 * the picture no more than either alone.
 */
export async function applyOperations(picture: Picture, operations: readonly Operation[]): Promise<Picture> {
  let result = picture;
  let moved: Matrix | undefined;
  const settle = () => {
    if (moved) result = warp(result, moved);
    moved = undefined;
  };
  for (const operation of operations) {
    if (operation.name in MOVES) {
      const move = MOVES[operation.name as keyof typeof MOVES] as (size: Size, of: Operation) => Matrix;
      const matrix = move(picture, operation);
      moved = moved ? multiply(moved, matrix) : matrix;
    } else {
      settle();
      const change = CHANGES[operation.name as keyof typeof CHANGES] as (
        picture: Picture,
        of: Operation,
      ) => Picture | Promise<Picture>;
      result = await change(result, operation);
    }
  }
  settle();
  return result;
}
