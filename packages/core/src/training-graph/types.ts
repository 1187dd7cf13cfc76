/** As in Keras 3, defaults included: `training/optimizers.ts` computes the same layer by layer. */
export type UpdateRule =
  | { readonly name: 'adam'; readonly beta1?: number; readonly beta2?: number; readonly epsilon?: number }
  | { readonly name: 'sgd'; readonly momentum?: number; readonly nesterov?: boolean }
  | {
      readonly name: 'rmsprop';
      readonly rho?: number;
      readonly momentum?: number;
      readonly epsilon?: number;
    };

export interface StepBatch {
  /** `[batch, ...featureShape]`, row-major. */
  readonly features: Float32Array;
  readonly shape: readonly number[];
  /** Label of each row. */
  readonly labels: Int32Array;
  /** Where rows are mixed with others: the others' labels, and what each row's own label counts for, in [0, 1]. */
  readonly mixed?: { readonly labels: Int32Array; readonly shares: Float32Array };
}

export interface StepOutcome {
  /** Mean cross-entropy of the batch in nats, class weights applied, penalty left out. */
  readonly loss: number;
  /** Rows whose most probable label is the right one. */
  readonly correct: number;
}

export interface StepSchedule {
  /** 1-based over the whole phase. */
  readonly step: number;
  readonly learningRate: number;
  /** A whole number below 2^31; draws this step's dropout masks. */
  readonly dropoutSeed: number;
}

/** Values of a network and its optimiser, in the order of `weightsOf(suffix)` followed by `weightsOf(head)`. */
export interface TrainingState {
  readonly weights: readonly Float32Array[];
  /** By name (`m` and `v` for Adam), one per trainable weight; the names of `createOptimizer`. */
  readonly slots: Readonly<Record<string, readonly Float32Array[]>>;
}

/** A network, its loss, its gradients and its optimiser as one TensorFlow graph, which owns the values while it trains. */
export interface CompiledStep {
  /**
   * One update.
   * @throws TrainingError `TRAINING_DIVERGED` when the loss is no longer a finite number; the weights are left as they were.
   */
  step(batch: StepBatch, schedule: StepSchedule): StepOutcome;
  /** Loss, without class weights and dropout, and correct rows; learns nothing. */
  evaluate(batch: Pick<StepBatch, 'features' | 'shape' | 'labels'>): StepOutcome;
  /** Copies everything out. */
  readBack(): TrainingState;
  /** Replaces everything; slots that are left out start from zero. */
  write(weights: readonly Float32Array[], slots?: TrainingState['slots']): void;
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
