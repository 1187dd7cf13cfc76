import type { TrainingJob, TrainingRecipe } from '@graft/core';

/** `input` of a job of kind `TRAINING`. */
export interface TrainingInput {
  /** Of the model. */
  readonly name: string;
  readonly recipe: TrainingRecipe;
  /** False computes every feature anew and keeps none. */
  readonly cacheFeatures: boolean;
  readonly fractions: NonNullable<TrainingJob['fractions']>;
}
