import type { Augmentation } from '../augmentation/resolve-augmentation.js';
import type { CachePrecision } from '../features/row-codec.js';
import type { GradientClipping, UpdateRule } from '../training-graph/types.js';
import type {
  BackboneChoice,
  HeadOptions,
  LbfgsOptions,
  Precision,
  Sampling,
  ScheduleName,
  Strategy,
  TrainingRecipe,
} from './types.js';

/** A recipe with every default filled in: plain JSON, saved with the model. */
export interface ResolvedRecipe {
  readonly backbone: BackboneChoice;
  readonly strategy: Strategy;
  readonly head: HeadOptions;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Cross-validation chooses the head, which is solved for: nothing in the recipe asks for stepwise training. */
  readonly leavesHeadToGraft: boolean;
  readonly optimizer: UpdateRule | Required<LbfgsOptions>;
  readonly schedule: ScheduleName;
  readonly earlyStopping: number | false;
  /** Fine-tuning goes back to the warmed-up head where that is right more often: nothing in the recipe says what to keep. */
  readonly returnsToStart: boolean;
  readonly accumulate: number;
  readonly sampling: Sampling;
  readonly gradientClipping?: GradientClipping;
  readonly labelSmoothing: number;
  readonly ema?: number;
  readonly lowestRate: number;
  readonly budgetSeconds?: number;
  readonly classWeights: TrainingRecipe['classWeights'];
  readonly augmentation?: Augmentation;
  readonly precision: Precision;
  readonly cachePrecision: CachePrecision;
  readonly resize: NonNullable<TrainingRecipe['resize']>;
  readonly onBadFile: NonNullable<TrainingRecipe['onBadFile']>;
  readonly seed: number;
}
