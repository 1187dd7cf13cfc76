import type { BackboneChoice } from '../backbones/types.js';
import type { LoadDatasetOptions } from '../data/load-dataset.js';
import type { Task } from '../data/types.js';
import type { TargetReport } from './target-report.js';
import type { TrainingRecipe, TrainReport } from './types.js';

/** A run as plain JSON, from a dataset on disk to a bundle on disk. */
export interface TrainingJob {
  /** Dataset folder or manifest. */
  data: string;
  /** Bundle folder to write. */
  out: string;
  /** Replace a bundle that is there already. */
  overwrite?: boolean;
  /** As in `SaveOptions`. */
  pictures?: boolean;
  recipe: TrainingRecipe;
  /** Parts to set aside where the dataset has no such splits, as in `LoadDatasetOptions`. */
  fractions?: Pick<LoadDatasetOptions, 'validationFraction' | 'testFraction'>;
  /** Default: the user's cache folder. */
  checkpointFolder?: string;
  /** As in `TrainOptions`. */
  featureCache?: string | false;
}

/** A run for several labels at once or for numbers, as plain JSON. */
export interface TargetTrainingJob
  extends Omit<TrainingJob, 'pictures'>,
    Pick<LoadDatasetOptions, 'targets'> {
  task: Exclude<Task, 'single-label'>;
}

export interface TargetTrainingJobResult {
  report: TargetReport;
  /** Absolute path of the bundle. */
  bundle: string;
}

/** A look at data before training, as plain JSON. */
export interface DataCheckJob
  extends Pick<TrainingJob, 'data' | 'fractions' | 'featureCache'>,
    Pick<LoadDatasetOptions, 'task' | 'targets'> {
  /** Default: as for training. */
  backbone?: string | BackboneChoice;
  /** Of the splits that the data does not have. */
  seed?: number;
}

export interface TrainingJobResult {
  report: TrainReport;
  /** Absolute path of the bundle. */
  bundle: string;
}
