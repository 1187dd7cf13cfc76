import type * as tf from '@tensorflow/tfjs';
import type { PixelScaling } from '../data/preprocessing.js';
import type { WeightsSource } from '../weights/types.js';

export type { WeightsSource } from '../weights/types.js';

/** What can be chosen about a backbone. */
export interface BackboneOptions {
  /** Side of the square input in pixels; default: the backbone's own. */
  readonly inputSize?: number;
  /** Width multiplier of the MobileNets; default 1. */
  readonly alpha?: number;
}

/** A backbone, what can be chosen about it, and where its weights come from. */
export interface BackboneChoice extends BackboneOptions {
  readonly name: string;
  /** A weights file to use instead of the embedded or published weights; `random` leaves the network untrained. */
  readonly weights?: string;
  /** A file or folder that holds the whole network, in place of one that Graft knows. */
  readonly path?: string;
  /** With `path`: how pixels are scaled, by `PIXEL_SCALINGS`' names; default: see `loadBackboneFile`. */
  readonly scaling?: PixelScaling['mode'];
  /** With the path of an ONNX file or a SavedModel: the tensor to read features from. */
  readonly output?: string;
}

/** A network in a file: `.onnx`, `.keras`, whole-model `.h5`, a tfjs `model.json` or its folder, the folder of a SavedModel. */
export type BackboneFile = Pick<BackboneChoice, 'inputSize' | 'scaling' | 'output'> & {
  readonly path: string;
};

/**
 * A pretrained network without its classifier: facts about it as data, and one function that builds it.
 * Adding a backbone is one file with one such record, given to `registerBackbone`.
 */
export interface Backbone {
  /** Name on the command line: `vgg16`, `efficientnet-lite0`. */
  readonly name: string;
  readonly title: string;
  /** Paper or repository that defines it. */
  readonly reference: string;
  /** ImageNet top-1 accuracy in [0, 1], as published with the weights. */
  readonly top1?: number;
  readonly defaultInputSize: number;
  readonly minInputSize: number;
  /** Widths that can be built; absent where there is only one. */
  readonly alphas?: readonly number[] | 'any';
  readonly scaling: PixelScaling;
  /**
   * First layer that fine-tuning trains unless told otherwise: the start of the last stage, the blocks of the final
   * width. Everything above must depend on its input alone.
   */
  readonly fineTuneFrom: string;
  /**
   * Layers whose averages the default head reads side by side, the last layer among them, where that was measured to be
   * better than the last layer alone (docs/decisions/0019). Default: the last layer.
   */
  readonly featureLayers?: readonly string[];
  /** Names of the classifier's layers in weights files saved with the top; those are left out on loading. */
  readonly classifierLayers: readonly string[];
  /** Weights for these options, or undefined when nobody publishes any. */
  weights?(options: Required<BackboneOptions>): WeightsSource | undefined;
  /** Weights that ship with Graft: path of a safetensors file. */
  embeddedWeights?(): string;
  /**
   * @returns the network without its top, made with `tf.model`: input `[batch, inputSize, inputSize, 3]`, output
   * `[batch, h, w, channels]`, Keras layer names. Weights may have any value, zero is fastest: `loadBackbone` assigns them.
   */
  build(options: Required<BackboneOptions>): tf.LayersModel;
}
