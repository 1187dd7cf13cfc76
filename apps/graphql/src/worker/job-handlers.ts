import { checkPictures } from '../datasets/check-pictures.js';
import { importPictures } from '../datasets/import-pictures.js';
import { materialise } from '../datasets/materialise.js';
import type { JobHandlers } from '../jobs/job-handler.js';
import { importModel } from '../models/import-model.js';
import { predictDataset } from '../prediction/predict-dataset.js';
import { trainModel } from '../training/train-model.js';

/** Who does which kind of job. */
export const jobHandlers: JobHandlers = {
  IMPORT: importPictures,
  CHECK: checkPictures,
  TRAINING: trainModel(materialise),
  PREDICTION: predictDataset,
  MODEL_IMPORT: importModel,
};
