/** As in Keras 3, defaults included: `training/optimizers.ts` computes the same layer by layer. */
export type UpdateRule =
  | { readonly name: 'adam'; readonly beta1?: number; readonly beta2?: number; readonly epsilon?: number }
  | {
      readonly name: 'adamw';
      readonly beta1?: number;
      readonly beta2?: number;
      readonly epsilon?: number;
      /** Every update first takes `weightDecay * learning rate` of each weight, biases included; default 0.004. */
      readonly weightDecay?: number;
    }
  | { readonly name: 'sgd'; readonly momentum?: number; readonly nesterov?: boolean }
  | {
      readonly name: 'rmsprop';
      readonly rho?: number;
      readonly momentum?: number;
      readonly epsilon?: number;
    };

/** Bounds gradients before the update rule sees them: of all weights together by length, or number by number. */
export type GradientClipping = { readonly globalNorm: number } | { readonly value: number };

/** What several labels at once, and numbers, learn by: binary cross-entropy of each output, or squared error. */
export type TargetLossName = 'sigmoid' | 'squared';

/** How a network learns from a batch. */
export interface LearningOptions {
  readonly optimizer: UpdateRule;
  /** Learns from `targets` in place of labels; class weights, smoothing and mixing are for labels. */
  readonly targetLoss?: TargetLossName;
  /** Factor of the L2 penalty on the head's kernels. */
  readonly l2: number;
  /** One factor per label. */
  readonly classWeights?: readonly number[];
  /** Share of each target that is spread evenly over all labels, in [0, 1); evaluation knows nothing of it. */
  readonly labelSmoothing?: number;
  readonly clipping?: GradientClipping;
  /**
   * Keeps a moving average of the weights: this share of the old average and the rest of the new weights after every
   * update, in (0, 1). The average is what is evaluated.
   */
  readonly averaging?: number;
  /** Factors of the learning rate by name of the weight, 1 where there is none. */
  readonly rateFactors?: ReadonlyMap<string, number>;
  /** Steps take batches of mixed rows. */
  readonly mixes?: boolean;
  /** Steps may hold gradients back for a later update. */
  readonly accumulates?: boolean;
}

export interface StepBatch {
  /** `[batch, ...featureShape]`, row-major. */
  readonly features: Float32Array;
  readonly shape: readonly number[];
  /** Label of each row. */
  readonly labels: Int32Array;
  /** `[batch, outputs]`, with `targetLoss`. */
  readonly targets?: Float32Array;
  /** Where rows are mixed with others: the others' labels, and what each row's own label counts for, in [0, 1]. */
  readonly mixed?: { readonly labels: Int32Array; readonly shares: Float32Array };
}

export interface StepOutcome {
  /** Mean loss of the batch, cross-entropies in nats, class weights applied, penalty left out. */
  readonly loss: number;
  /** Rows whose most probable label, or every label of several, is the right one; not a number for squared errors. */
  readonly correct: number;
}

export interface StepSchedule {
  /** 1-based number of the update over the whole phase. */
  readonly step: number;
  readonly learningRate: number;
  /** A whole number below 2^31; draws this step's dropout masks. */
  readonly dropoutSeed: number;
  /** No update yet: the next one takes the mean of the gradients held back and its own. Needs `accumulates`. */
  readonly hold?: boolean;
}

/** Values of a network and its optimiser, in the order of `weightsOf(suffix)` followed by `weightsOf(head)`. */
export interface TrainingState {
  readonly weights: readonly Float32Array[];
  /** By name (`m` and `v` for Adam), one per trainable weight; the names of `createOptimizer`. */
  readonly slots: Readonly<Record<string, readonly Float32Array[]>>;
  /** The moving average in the order of `weights`, where one is kept; what does not learn is the same in both. */
  readonly averages?: readonly Float32Array[];
}

/** A network, its loss, its gradients and its optimiser as one TensorFlow graph, which owns the values while it trains. */
export interface CompiledStep {
  /**
   * One update.
   * @throws TrainingError `TRAINING_DIVERGED` when the loss is no longer a finite number; the weights are left as they were.
   */
  step(batch: StepBatch, schedule: StepSchedule): StepOutcome;
  /** Of the moving average where one is kept: loss, without class weights, smoothing and dropout, and correct rows; learns nothing. */
  evaluate(batch: Pick<StepBatch, 'features' | 'shape' | 'labels' | 'targets'>): StepOutcome;
  /** Copies everything out. */
  readBack(): TrainingState;
  /** Copies out the weights as they are evaluated: of the moving average where one is kept. */
  readWeights(): Float32Array[];
  /** Replaces everything; slots that are left out start from zero, averages from the weights. */
  write(
    weights: readonly Float32Array[],
    slots?: TrainingState['slots'],
    averages?: TrainingState['averages'],
  ): void;
  /** Brings the models that this was compiled from to the graph's weights. */
  updateModels(): void;
  dispose(): void;
}

/** Why there is no compiled step; the plain one computes the same. */
export interface NotCompiled {
  /** For example `layer "norm" (LayerNormalization) is not known`. */
  readonly notCompiled: string;
  readonly layer?: string;
  readonly className?: string;
}
