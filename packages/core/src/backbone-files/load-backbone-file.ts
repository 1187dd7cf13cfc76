import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LoadedBackbone } from '../backbones/load-backbone.js';
import { BackboneError } from '../errors.js';
import { refused } from './errors.js';
import type { LayersBackboneOptions } from './load-layers-backbone.js';
import { loadLayersBackbone } from './load-layers-backbone.js';
import { loadOnnxBackbone, type OnnxBackboneOptions } from './load-onnx-backbone.js';
import { loadSavedModel } from './load-saved-model.js';
import type { OnnxBackbone } from './types.js';

/**
 * A network in a file of somebody else's as a backbone: ONNX and TensorFlow's SavedModel run frozen as they are;
 * `.keras`, whole-model `.h5` and tfjs are read into layers, which can be fine-tuned too.
 *
 * @throws BackboneError `BACKBONE_FILE`, `BACKBONE_FILE_NOT_FOUND`, `BACKBONE_INPUT_SIZE`; WeightsError as `readWeights`.
 */
export async function loadBackboneFile(
  options: OnnxBackboneOptions & LayersBackboneOptions,
): Promise<LoadedBackbone | OnnxBackbone> {
  const path = await fileAt(options.path);
  if (/saved_model\.pb$/i.test(path)) return loadSavedModel({ ...options, path: dirname(path) });
  if (/\.onnx$/i.test(path)) return loadOnnxBackbone({ ...options, path });
  if (options.output !== undefined) {
    throw refused(
      path,
      `a tensor to read features from is for ONNX files and SavedModels; received "${options.output}"`,
    );
  }
  return loadLayersBackbone({ ...options, path });
}

async function fileAt(path: string): Promise<string> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw new BackboneError(
      'BACKBONE_FILE_NOT_FOUND',
      `There is no backbone at ${path}: expected an .onnx, .keras or .h5 file, or a folder of a SavedModel or a tfjs model. Check the path.`,
      { cause, details: { field: 'backbone', path } },
    );
  });
  if (!facts.isDirectory()) return path;
  const holds = (name: string) =>
    stat(join(path, name)).then(
      () => true,
      () => false,
    );
  if (await holds('saved_model.pb')) {
    return join(path, 'saved_model.pb');
  }
  if (await holds('weights.safetensors')) {
    throw refused(path, 'it is a saved Graft model. Go on from it with `startFrom` (`--from-model`)');
  }
  if (await holds('model.json')) return join(path, 'model.json');
  throw refused(path, 'the folder holds neither saved_model.pb nor model.json of tfjs');
}
