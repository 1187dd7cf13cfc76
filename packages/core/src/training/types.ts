import type { AugmentationPreset } from '../augmentation/presets.js';
import type { AugmentationOptions } from '../augmentation/resolve-augmentation.js';
import type { BackboneChoice, BackboneFile } from '../backbones/types.js';
import type { ResizeMode } from '../data/preprocessing.js';
import type { Dataset } from '../data/types.js';
import type { Abstention, Baselines, Calibration, Metrics } from '../evaluation/types.js';
import type { FeatureRounding } from '../features/feature-cache.js';
import type { CachePrecision } from '../features/row-codec.js';
import type { EpochRecord, OnProgress } from '../progress.js';
import type { FeatureChange } from '../quantization/feature-change.js';
import type { GradientClipping, UpdateRule } from '../training-graph/types.js';
import type { Sampling } from './sampling.js';

export type { BackboneChoice, BackboneFile } from '../backbones/types.js';

/** Which layers learn. Made by `featureExtraction()` and `fineTuning({ from })`. */
export type Strategy =
  | { readonly name: 'feature-extraction' }
  | {
      readonly name: 'fine-tuning';
      /** First backbone layer that learns, by Keras name; default: the backbone's `fineTuneFrom`, the start of its top blocks. */
      readonly from?: string;
      /** Epochs for the head alone before the backbone is unfrozen; default 50, stopped early as usual; 0 starts cold. */
      readonly warmUpEpochs: number;
      /**
       * Progressive unfreezing: what is above the cut is unfrozen in parts, the uppermost at once and another one after each of
       * these epochs, rising and below `epochs`. Default: all at once.
       */
      readonly unfreezeAt?: readonly number[];
    };

export interface DenseLayerOptions {
  readonly units: number;
  /** Default `relu`. */
  readonly activation?: 'relu' | 'relu6' | 'tanh' | 'sigmoid' | 'elu' | 'selu' | 'linear';
  /** Dropout after this layer, in [0, 1); default 0. */
  readonly dropout?: number;
}

/** The new classifier on top of the backbone; it ends in one dense layer with a softmax over the labels. */
export interface HeadOptions {
  /** How the last feature map becomes a vector; default `average`. `both` concatenates average and max. */
  readonly pooling: 'average' | 'max' | 'both' | 'flatten';
  /**
   * Backbone layers (Keras names) whose outputs are pooled, each for itself, and joined into the vector. Default: the
   * last one; without `pooling` the backbone's own `featureLayers`, where
   * fine-tuning starts below them.
   */
  readonly featureLayers?: readonly string[];
  /** Dropout after pooling, in [0, 1); default 0.2. */
  readonly dropout: number;
  /** Hidden layers; default none. */
  readonly dense: readonly DenseLayerOptions[];
  /** L2 penalty on the head's kernels; default 0. */
  readonly l2: number;
}

/** `linear`: average pooling, one dense layer (with dropout 0.2 where it learns by steps); `tutorial`: flatten, 256 relu, softmax. */
export type HeadName = 'linear' | 'tutorial';

/** An update rule with its constants, those left out being Keras 3's (SGD's momentum: 0.9), or the solver for linear heads. */
export type OptimizerOptions = UpdateRule | LbfgsOptions;

/**
 * L-BFGS over the full batch, for feature extraction with one dense layer: straight to the optimum, without dropout and
 * without epochs, batches, learning rate and schedule.
 */
export interface LbfgsOptions {
  readonly name: 'lbfgs';
  /**
   * L2 penalties to try, each >= 0; the one with the lowest validation loss is kept. Default: `head.l2` where it
   * is given, else 0.1, 0.01, 0.001, 1e-4 and 1e-5.
   */
  readonly l2?: readonly number[];
}

export type ScheduleName = 'constant' | 'cosine' | 'one-cycle';

/** What the frozen part computes in; `auto`: int8 where it is faster on this machine and as accurate, else float32. */
export type Precision = 'float32' | 'int8' | 'auto';

export type { GradientClipping } from '../training-graph/types.js';
export type { Sampling } from './sampling.js';

/** Everything about a run that can be written down as JSON, with defaults filled in by `train`. */
export interface TrainingRecipe {
  /** A name, or a path: what has a folder in it or ends like a file is one. Default `efficientnet-lite0`. */
  backbone?: string | BackboneChoice | BackboneFile;
  /**
   * Folder of a saved model to go on from: its backbone, with what it has learned, is the one to start with, and its head
   * knows the labels that both have. Labels may be added; the task, and a regression's numbers, stay. Default: none.
   */
  startFrom?: string;
  /** Default feature extraction. */
  strategy?: Strategy;
  /** Default `linear`. */
  head?: HeadName | Partial<HeadOptions>;
  /**
   * At most this many passes over the training data; default 50 for feature extraction, 10 for fine-tuning. A linear head
   * on frozen features goes without: it is solved for, on training and validation samples together, its penalty chosen by
   * cross-validation, unless something here asks for steps (epochs, batches, rates, stopping, a budget, an optimiser,
   * augmentation, dropout, L2) or features of more than 32 MB make it so.
   */
  epochs?: number;
  /** Default 32. */
  batchSize?: number;
  /** Peak learning rate; default 1e-3 for feature extraction, 3e-4 for fine-tuning with Adam. */
  learningRate?: number;
  /** Default Adam. */
  optimizer?: OptimizerOptions['name'] | OptimizerOptions;
  /** Default `constant` for feature extraction, `cosine` with warm-up for fine-tuning. */
  schedule?: ScheduleName;
  /**
   * Stop after this many epochs without a lower validation loss and keep the best weights; `false` never stops and keeps the
   * last ones. Default: 5 for feature extraction; fine-tuning runs its whole schedule, which does most at its end, and
   * keeps the last weights, or the warmed-up head where that gets clearly more validation samples right.
   */
  earlyStopping?: number | false;
  /** Batches whose mean gradient makes one update, for batches larger than memory holds; default 1. */
  accumulate?: number;
  /** `balanced` shows every class equally often in each epoch; default `shuffled`: every picture once. */
  sampling?: Sampling;
  /**
   * Keeps gradients within bounds: `{ globalNorm }` the length of all of them together, `{ value }` each number (both > 0),
   * as Keras 3's `global_clipnorm` and `clipvalue`. Default: none.
   */
  gradientClipping?: GradientClipping;
  /** Share of each training target that is spread evenly over all labels, in [0, 1); default 0. Not in validation losses. */
  labelSmoothing?: number;
  /**
   * Evaluates and saves a moving average of the weights in place of the last ones: this share of the old average and the
   * rest of the new weights after every update, in (0, 1), as Keras 3's `ema_momentum`. Default: none.
   */
  ema?: number;
  /**
   * Fine-tuning: learning rate of the lowest layer that learns as a share of the head's, in (0, 1]; the layers between rise
   * geometrically. Default 1: one rate for all.
   */
  lowestRate?: number;
  /** The learning ends after this many seconds from the start of the run, features included; default: no limit. */
  budgetSeconds?: number;
  /** `balanced`: inverse class frequency; or one weight per label. Default: none. */
  classWeights?: 'balanced' | Readonly<Record<string, number>>;
  /** How training pictures are varied: a preset for four cached views, or `AugmentationOptions`; default `none`. */
  augmentation?: AugmentationPreset | AugmentationOptions;
  /** Default `float32`. */
  precision?: Precision;
  /**
   * What cached features are kept in; default `float32`. `float16` takes half the disk, and the head learns from rounded
   * features: each number within a 2,048th of itself.
   */
  cachePrecision?: CachePrecision;
  /** How pictures are brought to the input size; default `crop`. */
  resize?: ResizeMode;
  /** What to do with a picture that cannot be decoded; default `skip` (and report it). */
  onBadFile?: 'skip' | 'refuse';
  /** Default 42. */
  seed?: number;
}

export interface TrainOptions extends TrainingRecipe {
  dataset: Dataset;
  /** Feature cache; default: the user's cache folder. `false` recomputes every time. */
  featureCache?: string | false;
  /** Folder for one checkpoint per run; a run with the same recipe and data resumes from it. Default: none. */
  checkpointFolder?: string;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/** What the frozen part computed in, and what int8 was measured to change where it was tried. */
export interface PrecisionReport {
  readonly used: 'float32' | 'int8';
  /** Samples through the frozen part in a second on this machine, decoding left out; measured for `auto`. */
  readonly perSecond?: { readonly float32: number; readonly int8: number };
  /** Of the pooled features of training samples, other than those of the calibration where there are enough. */
  readonly change?: FeatureChange & {
    readonly samples: number;
    /** What `accuracy` holds where samples have several labels or numbers, which have none. */
    readonly measure?: 'mean average precision' | 'R²';
    /** Of a linear head, cross-validated on these samples, in [0, 1]. */
    readonly accuracy: { readonly float32: number; readonly int8: number };
  };
}

/** The model that a run went on from. */
export interface StartedFrom {
  /** Its id. */
  readonly model: string;
  /** Its labels. */
  readonly labels: readonly string[];
  /** Labels whose part of the head was kept; empty where the head is built differently. */
  readonly kept: readonly string[];
}

/** What a run measured; the `--json` document of the command line. */
export interface TrainReport {
  strategy: Strategy['name'];
  backbone: string;
  /** Undefined for a run that began with the published backbone. */
  startedFrom?: StartedFrom;
  test: Metrics;
  baselines: Baselines;
  /** Undefined where no samples were held out, not even in turns. */
  calibration?: Calibration;
  /** On the pictures that chose and calibrated the model: of itself, or of the heads of cross-validation; undefined without any. */
  validation?: Pick<Metrics, 'accuracy' | 'logLoss' | 'count'>;
  /** As `calibration`. */
  abstention?: Abstention;
  precision: PrecisionReport;
  /** What `cachePrecision: 'float16'` changed in the features of this run; absent in float32. */
  rounding?: FeatureRounding;
  history: readonly EpochRecord[];
  /** Wall time: all of it, the part spent computing features, the part spent learning. */
  seconds: { total: number; features: number; training: number };
}
