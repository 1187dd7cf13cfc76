import type { Transform } from './types.js';

const PRESETS = {
  /** Pictures as they are. */
  none: [],
  /** A first try on anything photographed: mirrored, slightly nearer, slightly brighter or darker. */
  light: [
    { name: 'flip-horizontal' },
    { name: 'zoom', factor: [1, 1.1] },
    { name: 'brightness', strength: 0.1 },
    { name: 'contrast', strength: 0.1 },
  ],
  /** Photographs of things and animals; fastai's `aug_transforms` (rotation 10 degrees, zoom 1.1, lighting and warp 0.2). */
  standard: [
    { name: 'flip-horizontal' },
    { name: 'rotate', degrees: 10, probability: 0.75 },
    { name: 'zoom', factor: [1, 1.1], probability: 0.75 },
    { name: 'perspective', distortion: 0.2, probability: 0.75 },
    { name: 'brightness', strength: 0.2, probability: 0.75 },
    { name: 'contrast', strength: 0.2, probability: 0.75 },
  ],
  /** Photographs when many epochs are trained, as in fine-tuning with streaming: parts of the picture, RandAugment, holes. */
  strong: [
    { name: 'flip-horizontal' },
    { name: 'crop', area: [0.4, 1] },
    { name: 'rand-augment', operations: 2, magnitude: 9 },
    { name: 'erase', area: [0.02, 0.2], probability: 0.25 },
  ],
  /** Scans and photographs of paper: never mirrored; slightly askew, badly lit, blurred, noisy, compressed. */
  document: [
    { name: 'rotate', degrees: 3 },
    { name: 'shear', degrees: 3 },
    { name: 'perspective', distortion: 0.1 },
    { name: 'brightness', strength: 0.2 },
    { name: 'contrast', strength: 0.2 },
    { name: 'grey', probability: 0.2 },
    { name: 'blur', radius: [0.3, 1], probability: 0.2 },
    { name: 'noise', deviation: [2, 10], probability: 0.2 },
    { name: 'jpeg', quality: [40, 90], probability: 0.3 },
  ],
  /** Radiographs, scans of the body, the skin, the eye: sides are never swapped, and colours, which carry a meaning, stay. */
  medical: [
    { name: 'rotate', degrees: 10 },
    { name: 'shift', fraction: 0.05 },
    { name: 'zoom', factor: [0.95, 1.1] },
    { name: 'brightness', strength: 0.1 },
    { name: 'contrast', strength: 0.15 },
    { name: 'noise', deviation: [1, 5], probability: 0.2 },
  ],
  /** Seen from above (satellite, drone) or through a microscope: no side is up. */
  overhead: [
    { name: 'flip-horizontal' },
    { name: 'flip-vertical' },
    { name: 'rotate', degrees: 180 },
    { name: 'zoom', factor: [1, 1.2] },
    { name: 'brightness', strength: 0.2 },
    { name: 'contrast', strength: 0.2 },
  ],
} as const satisfies Record<string, readonly Transform[]>;

export type AugmentationPreset = keyof typeof PRESETS;

/** What each is for stands beside it in this file. */
export const AUGMENTATION_PRESETS = Object.keys(PRESETS) as AugmentationPreset[];

export function presetTransforms(preset: AugmentationPreset): readonly Transform[] {
  return PRESETS[preset];
}
