import type { Random } from '../random.js';
import type { Operation } from './apply-operations.js';

/** `operations` steps drawn from 14, all at the same `magnitude` (0 to 30); the paper's choice for ImageNet is 2 and 9. */
export interface RandAugment {
  readonly name: 'rand-augment';
  readonly operations: number;
  readonly magnitude: number;
}

export const MAX_MAGNITUDE = 30;

/**
 * RandAugment (Cubuk et al. 2019, arXiv:1909.13719) with torchvision's operations and ranges
 * (torchvision/transforms/autoaugment.py, 31 magnitude bins), except that it shears about the middle.
 */
export function drawRandAugment(
  { operations, magnitude }: Pick<RandAugment, 'operations' | 'magnitude'>,
  random: Random,
): Operation[] {
  const level = magnitude / MAX_MAGNITUDE;
  return Array.from({ length: operations }, () => {
    const draw = POOL[random.integer(POOL.length)]!;
    return draw(level, random.next() < 0.5 ? -1 : 1);
  }).flat();
}

/** Widest shift: 150 of 331 pixels, AutoAugment's setting. */
const MOST_SHIFT = 150 / 331;

/** @param level in [0, 1]; @param sign 1 or -1, where the operation has two directions. */
const POOL: readonly ((level: number, sign: number) => Operation[])[] = [
  () => [],
  (level, sign) => [{ name: 'shear', x: 0.3 * level * sign, y: 0 }],
  (level, sign) => [{ name: 'shear', x: 0, y: 0.3 * level * sign }],
  (level, sign) => [{ name: 'shift', x: MOST_SHIFT * level * sign, y: 0 }],
  (level, sign) => [{ name: 'shift', x: 0, y: MOST_SHIFT * level * sign }],
  (level, sign) => [{ name: 'rotate', degrees: 30 * level * sign }],
  (level, sign) => [{ name: 'brightness', factor: 1 + 0.9 * level * sign }],
  (level, sign) => [{ name: 'saturation', factor: 1 + 0.9 * level * sign }],
  (level, sign) => [{ name: 'contrast', factor: 1 + 0.9 * level * sign }],
  (level, sign) => [{ name: 'sharpness', factor: 1 + 0.9 * level * sign }],
  (level) => [{ name: 'posterize', bits: 8 - Math.round(4 * level) }],
  (level) => [{ name: 'solarize', threshold: 255 * (1 - level) }],
  () => [{ name: 'auto-contrast' }],
  () => [{ name: 'equalize' }],
];
