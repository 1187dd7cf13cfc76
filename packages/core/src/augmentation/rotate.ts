import { aboutCentre, type Matrix } from './matrix.js';
import type { Size } from './picture.js';

/** Turns the picture about its middle, counter-clockwise where `degrees` is positive (Pillow's `Image.rotate`). */
export function rotate(size: Size, { degrees }: { readonly degrees: number }): Matrix {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return aboutCentre(size, [cos, -sin, sin, cos]);
}
