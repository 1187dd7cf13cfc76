import { JOB_KINDS, JOB_STATES } from '../database/tables.js';
import type { JobRow } from '../jobs/job-handler.js';
import { builder } from './builder.js';

/** Apart from its fields, so that what jobs work on and what they make can point back to them. */
export const JobRef = builder.objectRef<JobRow>('Job');

export const JobStateEnum = builder.enumType('JobState', {
  description:
    'Where a job stands: `QUEUED` waits for a worker, `RUNNING` has one; `SUCCEEDED`, `FAILED` and `CANCELED` are final unless it is retried.',
  values: JOB_STATES,
});

export const JobKindEnum = builder.enumType('JobKind', {
  description:
    'What a job does: `IMPORT` brings pictures into a dataset, `CHECK` looks for what is wrong in one, `TRAINING` makes a model, `COMPARISON` is two trainings, one for each strategy, `PREDICTION` answers on a whole dataset, `MODEL_IMPORT` takes a model that was trained elsewhere.',
  values: JOB_KINDS,
});
