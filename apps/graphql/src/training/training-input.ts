import type { TrainingJob, TrainingRecipe } from '@graft/core';
import type { TargetTask } from '../datasets/targets.js';

/** `input` of a job of kind `TRAINING`. */
export interface TrainingInput {
  /** Of the model. */
  readonly name: string;
  readonly recipe: TrainingRecipe;
  /** Of the dataset; absent: one label a picture. */
  readonly task?: TargetTask;
  /** False computes every feature anew and keeps none. */
  readonly cacheFeatures: boolean;
  readonly fractions: NonNullable<TrainingJob['fractions']>;
}
