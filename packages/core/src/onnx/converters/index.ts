import { ACTIVATION_LAYERS } from './activations.js';
import type { ConverterTable } from './converter.js';
import { CONVOLUTIONS } from './convolutions.js';
import { MERGING } from './merging.js';
import { NORMALISATION } from './normalisation.js';
import { POOLING } from './pooling.js';
import { SHAPES } from './shapes.js';

/** Every layer class that can be written as ONNX. */
export const CONVERTERS: ConverterTable = {
  ...ACTIVATION_LAYERS,
  ...CONVOLUTIONS,
  ...MERGING,
  ...NORMALISATION,
  ...POOLING,
  ...SHAPES,
};
