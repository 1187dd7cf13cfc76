import type { LoadDatasetOptions } from '../data/load-dataset.js';
import type { TrainingRecipe, TrainReport } from './types.js';

/** A run as plain JSON, from a dataset on disk to a bundle on disk. */
export interface TrainingJob {
  /** Dataset folder or manifest. */
  data: string;
  /** Bundle folder to write. */
  out: string;
  /** Replace a bundle that is there already. */
  overwrite?: boolean;
  recipe: TrainingRecipe;
  /** Parts to set aside where the dataset has no such splits, as in `LoadDatasetOptions`. */
  fractions?: Pick<LoadDatasetOptions, 'validationFraction' | 'testFraction'>;
  /** Default: the user's cache folder. */
  checkpointFolder?: string;
  /** As in `TrainOptions`. */
  featureCache?: string | false;
}

export interface TrainingJobResult {
  report: TrainReport;
  /** Absolute path of the bundle. */
  bundle: string;
}
