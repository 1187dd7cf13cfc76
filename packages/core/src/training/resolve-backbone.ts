import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listBackbones } from '../backbones/registry.js';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { invalidOption, oneOf } from './check-fields.js';
import type { BackboneChoice, TrainingRecipe } from './types.js';

export const DEFAULT_BACKBONE = 'efficientnet-lite0';

/**
 * Whether a backbone is named by the file that holds it: no known one has a folder or such an ending in its name. A folder of
 * the current one is meant where it holds a network and no known backbone is called so.
 */
export function isBackbonePath(text: string): boolean {
  if (/[\\/]|\.(onnx|keras|h5|hdf5|json|pb)$/i.test(text)) return true;
  const isKnown = listBackbones().some(({ name }) => name === text);
  return !isKnown && existsSync(join(text, 'saved_model.pb'));
}

/** @throws OptionError `OPTION_INVALID` for what only a file of one's own has, or for a scaling that nobody knows. */
export function resolveBackbone(backbone: TrainingRecipe['backbone']): BackboneChoice {
  if (backbone === undefined) return { name: DEFAULT_BACKBONE };
  if (typeof backbone === 'string') {
    return isBackbonePath(backbone) ? { name: basename(backbone), path: backbone } : { name: backbone };
  }
  if ('scaling' in backbone && backbone.scaling !== undefined) {
    oneOf('backbone.scaling', backbone.scaling, Object.keys(PIXEL_SCALINGS));
  }
  if (backbone.path !== undefined) {
    const { alpha, weights } = backbone as BackboneChoice;
    for (const [field, value] of Object.entries({ alpha, weights })) {
      if (value !== undefined)
        invalidOption(`backbone.${field}`, value, 'none: the file holds the whole network');
    }
    return { name: basename(backbone.path), ...backbone };
  }
  for (const field of ['scaling', 'output'] as const) {
    if (backbone[field] !== undefined) {
      invalidOption(`backbone.${field}`, backbone[field], 'none: it belongs to a network from a file');
    }
  }
  return backbone as BackboneChoice;
}
