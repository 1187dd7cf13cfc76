import type { RandAugment } from './rand-augment.js';

/** `[least, most]`, drawn uniformly between them. */
export type Range = readonly [least: number, most: number];

/** Every random step may have a `probability` of taking place, in [0, 1]; default 1, flips 0.5. */
interface Maybe {
  readonly probability?: number;
}

/** One random step of an augmentation: which operation, and how far its parameters may go. Plain JSON. */
export type Transform = Maybe &
  (
    | { readonly name: 'flip-horizontal' | 'flip-vertical' | 'grey' | 'auto-contrast' | 'equalize' }
    /** Up to this many degrees either way, in [0, 180]. */
    | { readonly name: 'rotate'; readonly degrees: number }
    /** Factor, from 0.25 to 4; above 1 enlarges. */
    | { readonly name: 'zoom'; readonly factor: Range }
    /** Up to this fraction of the side in every direction, in [0, 1]. */
    | { readonly name: 'shift'; readonly fraction: number }
    /** Fraction of the area that is kept and stretched to the whole, in (0, 1]; width by height of it, default [3/4, 4/3]. */
    | { readonly name: 'crop'; readonly area: Range; readonly aspect?: Range }
    /** Up to this many degrees, in [0, 60], in both directions. */
    | { readonly name: 'shear'; readonly degrees: number }
    /** Corners move inwards by up to half of this fraction of the sides, in [0, 0.9]; torchvision's `distortion_scale`. */
    | { readonly name: 'perspective'; readonly distortion: number }
    /** Factor in [1 - strength, 1 + strength], strength in [0, 1]. */
    | { readonly name: 'brightness' | 'contrast' | 'saturation' | 'sharpness'; readonly strength: number }
    /** Up to this part of the colour circle either way, in [0, 0.5]. */
    | { readonly name: 'hue'; readonly turn: number }
    /** Standard deviation in pixels, from 0.3 to 50. */
    | { readonly name: 'blur'; readonly radius: Range }
    /** Standard deviation in grey levels, from 0 to 128. */
    | { readonly name: 'noise'; readonly deviation: Range }
    /** From 1 to 100. */
    | { readonly name: 'jpeg'; readonly quality: Range }
    /** Fraction of the area that is covered, in (0, 1]; width by height of it, default [0.3, 3.3]. */
    | { readonly name: 'erase'; readonly area: Range; readonly aspect?: Range }
    | RandAugment
  );

/**
 * Mixes pairs of training pictures and their labels: `share` of the first is drawn from Beta(alpha, alpha), alpha in
 * (0, 4]. Only in streaming, because a mixed picture is another one every time.
 */
export interface Mixing {
  readonly name: 'mix-up' | 'cut-mix';
  readonly alpha: number;
  /** Of a pair to be mixed, in [0, 1]; default 1. */
  readonly probability?: number;
}
