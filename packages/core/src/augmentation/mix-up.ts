import type { Picture } from './picture.js';

/**
 * The weighted mean of two pictures of one size (Zhang et al. 2017, arXiv:1710.09412). The labels are mixed alike.
 *
 * @param share of the first picture, in [0, 1].
 */
export function mixUp(first: Picture, second: Picture, { share }: { readonly share: number }): Picture {
  const other = second.pixels;
  const pixels = first.pixels.map((value, i) => share * value + (1 - share) * other[i]! + 0.5);
  return { ...first, pixels };
}
