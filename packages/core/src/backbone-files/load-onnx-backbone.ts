import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { PIXEL_SCALINGS, type PixelScaling } from '../data/preprocessing.js';
import { BackboneError } from '../errors.js';
import { sha256 } from '../hash.js';
import type { Pooling } from '../network/with-layers.js';
import { DATA_TYPE, decodeExactly, type ModelProto } from '../onnx/proto/model-proto.js';
import { loadRuntime, sessionOptions } from '../onnx/session.js';
import type { OnProgress } from '../progress.js';
import { adaptOnnx } from './adapt-onnx.js';
import { refused } from './errors.js';
import { withExternalWeights } from './external-weights.js';
import { featureEnd, pictureEnd } from './onnx-ends.js';
import type { OnnxBackbone } from './types.js';

export interface OnnxBackboneOptions {
  readonly path: string;
  readonly pooling: Pooling;
  /** For files that leave it open; default 224. */
  readonly inputSize?: number;
  /** Default: what Graft wrote into its own exports, nothing for files that take bytes, else ImageNet's mean and deviation. */
  readonly scaling?: PixelScaling['mode'];
  /** The tensor to read features from; default: see `featureEnd`. */
  readonly output?: string;
  readonly onProgress?: OnProgress;
}

const DEFAULT_INPUT_SIZE = 224;

/**
 * An ONNX file as a frozen backbone. What is guessed about it is said in notices.
 *
 * @throws BackboneError `BACKBONE_FILE` for a file that is no ONNX file of one input that takes pictures;
 * `BACKBONE_INPUT_SIZE` where it is fixed to another size.
 */
export async function loadOnnxBackbone(options: OnnxBackboneOptions): Promise<OnnxBackbone> {
  const { path } = options;
  const bytes = await readFile(path);
  const model = await withExternalWeights(decoded(bytes, path), path);
  return onnxBackbone({ model, sha256: sha256(bytes), guess: TORCH }, options);
}

/** A network in ONNX, wherever it comes from. */
export interface OnnxNetwork {
  readonly model: ModelProto;
  readonly sha256: string;
  /** How its pixels are scaled where neither the caller nor the network says so. */
  readonly guess: ScalingGuess;
}

export interface ScalingGuess {
  readonly scaling: PixelScaling;
  /** For people: why. */
  readonly reason: string;
}

const TORCH: ScalingGuess = {
  scaling: PIXEL_SCALINGS.torch,
  reason:
    "a guess, ImageNet's mean and deviation, as most networks from PyTorch expect. Give the scaling (torch, tf, caffe, lite or none) where the network was trained with another",
};

/** @throws as `loadOnnxBackbone`. */
export async function onnxBackbone(
  { model, sha256, guess }: OnnxNetwork,
  options: OnnxBackboneOptions,
): Promise<OnnxBackbone> {
  const { path, pooling, onProgress } = options;
  const input = pictureEnd(model, path);
  const features = featureEnd(model, options.output, path);
  const inputSize = options.inputSize ?? input.side ?? DEFAULT_INPUT_SIZE;
  if (input.side !== undefined && input.side !== inputSize) {
    throw new BackboneError(
      'BACKBONE_INPUT_SIZE',
      `${path} takes pictures of ${input.side} x ${input.side} pixels; received inputSize ${inputSize}. Leave the input size out.`,
      { details: { field: 'inputSize', received: inputSize, expected: input.side } },
    );
  }
  const dims = await dimsOf(adaptOnnx(model, input, features, inputSize), inputSize, path);
  if (dims.length < 2 || dims.length > 4) {
    throw refused(path, `expected features of rank 2, 3 or 4; "${features.name}" has shape [${dims}]`);
  }
  const channels = dims.length === 4 && input.layout === 'nchw' ? dims[1]! : dims.at(-1)!;
  const whole = dims.slice(1).reduce((a, b) => a * b, 1);
  const length =
    pooling === 'flatten' || dims.length === 2 ? whole : pooling === 'both' ? 2 * channels : channels;
  const notice = (message: string) => onProgress?.({ type: 'notice', level: 'info', message });
  if (features.classifier.length > 0) {
    notice(
      `${basename(path)} ends in a classifier, which is left out: features are "${features.name}" [${dims.slice(1)}]. Name another tensor where that is not meant.`,
    );
  }
  const { scaling, reason } = scalingFor(model, input.elemType, options.scaling, guess);
  if (reason) notice(`Pixels are scaled by "${scaling.mode}" for ${basename(path)}: ${reason}.`);
  return {
    backbone: { name: basename(path) },
    options: { inputSize, alpha: 1 },
    onnx: adaptOnnx(model, input, features, inputSize, { rank: dims.length, length, pooling }),
    lastLayer: features.name,
    featureLength: length,
    scaling,
    weightsSource: `file ${basename(path)}, SHA-256 ${sha256}`,
    embedded: false,
  };
}

function decoded(bytes: Uint8Array, path: string): ModelProto {
  let model: ModelProto;
  try {
    model = decodeExactly(bytes);
  } catch (cause) {
    throw refused(path, 'it is not an ONNX file, or damaged', cause);
  }
  if (!model.graph?.output?.length) throw refused(path, 'it holds no network');
  return model;
}

/** Shape of the features of one picture, found by computing them. */
async function dimsOf(file: Uint8Array, side: number, path: string): Promise<readonly number[]> {
  const runtime = await loadRuntime();
  try {
    const session = await runtime.InferenceSession.create(file, sessionOptions(1));
    try {
      const picture = new runtime.Tensor('float32', new Float32Array(side * side * 3), [1, side, side, 3]);
      const results = await session.run({ [session.inputNames[0]!]: picture });
      return results[session.outputNames[0]!]!.dims;
    } finally {
      await session.release();
    }
  } catch (cause) {
    throw refused(path, `ONNX Runtime cannot run it at ${side} pixels (${(cause as Error).message})`, cause);
  }
}

function scalingFor(
  { metadataProps }: ModelProto,
  elemType: number,
  asked: PixelScaling['mode'] | undefined,
  guess: ScalingGuess,
): { scaling: PixelScaling; reason?: string } {
  if (asked !== undefined) return { scaling: PIXEL_SCALINGS[asked] };
  const written = metadataProps?.find(({ key }) => key === 'preprocessing')?.value;
  if (written) {
    const { scaling } = JSON.parse(written) as { scaling: PixelScaling };
    if (scaling?.mode in PIXEL_SCALINGS) return { scaling, reason: 'its metadata say so' };
  }
  if (elemType === DATA_TYPE.uint8) return { scaling: PIXEL_SCALINGS.none, reason: 'it takes bytes' };
  return guess;
}
