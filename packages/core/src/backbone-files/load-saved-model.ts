import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import type { ModelProto } from '../onnx/proto/model-proto.js';
import { ConversionError } from '../saved-model/convert-graph.js';
import { type ReadSavedModel, readSavedModel } from '../saved-model/read-saved-model.js';
import { refused } from './errors.js';
import { type OnnxBackboneOptions, onnxBackbone, type ScalingGuess } from './load-onnx-backbone.js';
import type { OnnxBackbone } from './types.js';

/**
 * The folder of a TensorFlow SavedModel as a frozen backbone, by way of ONNX (docs/decisions/0017).
 *
 * @param options.output an output of its signature or an operation of its graph; default: as for ONNX files.
 * @throws BackboneError `BACKBONE_FILE` where it is damaged, takes no pictures or has an operation that is not known here;
 * `BACKBONE_INPUT_SIZE`.
 */
export async function loadSavedModel(options: OnnxBackboneOptions): Promise<OnnxBackbone> {
  const { path, output } = options;
  const read = await reading(path, output);
  const model: ModelProto = { ...read.model, metadataProps: await graftsFacts(path) };
  const guess = read.scalesPixels ? SCALES_ITSELF : GUESSED;
  const end = output === undefined ? undefined : model.graph.output[0]!.name;
  return onnxBackbone({ model, sha256: read.sha256, guess }, { ...options, output: end });
}

const SCALES_ITSELF: ScalingGuess = {
  scaling: PIXEL_SCALINGS.none,
  reason: 'it starts with arithmetic on them, so it scales them itself',
};
const GUESSED: ScalingGuess = {
  scaling: PIXEL_SCALINGS.tf,
  reason:
    'a guess, -1 to 1, as most networks from TensorFlow expect. Give the scaling (torch, tf, caffe, lite or none) where the network was trained with another',
};

async function reading(path: string, output: string | undefined): Promise<ReadSavedModel> {
  try {
    return await readSavedModel(path, output);
  } catch (cause) {
    const { message } = cause as Error;
    const wayOut =
      cause instanceof ConversionError
        ? '. Convert the model with `python -m tf2onnx.convert --saved-model FOLDER --output model.onnx` and give the .onnx file'
        : '';
    throw refused(path, `as a SavedModel, ${message}${wayOut}`, cause);
  }
}

/** What `graft export` wrote beside the network: how its pixels are scaled. */
async function graftsFacts(path: string): Promise<ModelProto['metadataProps']> {
  try {
    const facts = JSON.parse(await readFile(join(path, 'assets.extra', 'graft.json'), 'utf8')) as {
      preprocessing?: unknown;
    };
    return facts.preprocessing ? [{ key: 'preprocessing', value: JSON.stringify(facts.preprocessing) }] : [];
  } catch {
    return [];
  }
}
