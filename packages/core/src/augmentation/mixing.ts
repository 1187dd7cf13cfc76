import type { Random } from '../random.js';
import type { Box } from './crop.js';
import { cutMix, shareLeft } from './cut-mix.js';
import { mixUp } from './mix-up.js';
import type { Picture } from './picture.js';
import type { Mixing } from './types.js';

/** How one pair of pictures is mixed. */
export type Mix = { readonly name: 'mix-up'; readonly share: number } | ({ readonly name: 'cut-mix' } & Box);

/** @returns undefined where the pair stays unmixed. */
export function drawMixing({ name, alpha, probability = 1 }: Mixing, random: Random): Mix | undefined {
  if (random.next() >= probability) return undefined;
  const share = drawBeta(alpha, random);
  return name === 'mix-up' ? { name, share } : { name, ...drawCut(share, random) };
}

export function mixPictures(first: Picture, second: Picture, mix: Mix): Picture {
  return mix.name === 'mix-up' ? mixUp(first, second, mix) : cutMix(first, second, mix);
}

/** @returns what the first label counts for, in [0, 1]; the second counts for the rest. */
export function labelShare(mix: Mix): number {
  return mix.name === 'mix-up' ? mix.share : shareLeft(mix);
}

/** Beta(alpha, alpha) after Jöhnk (1964): quick for an alpha near 1. */
function drawBeta(alpha: number, random: Random): number {
  for (;;) {
    // Logarithms, because the powers underflow for a small alpha.
    const [x, y] = [Math.log(1 - random.next()) / alpha, Math.log(1 - random.next()) / alpha];
    const most = Math.max(x, y);
    const sum = most + Math.log(Math.exp(x - most) + Math.exp(y - most));
    if (sum <= 0) return Math.exp(x - sum);
  }
}

/** A box of area `1 - share` about a random point, cut off at the edges, as in the paper. */
function drawCut(share: number, random: Random): Box {
  const half = Math.sqrt(1 - share) / 2;
  const span = (centre: number) => [Math.max(0, centre - half), Math.min(1, centre + half)] as const;
  const [[left, right], [top, bottom]] = [span(random.next()), span(random.next())];
  return { left, top, width: right - left, height: bottom - top };
}
