import { OptionError } from '@graft/core';
import { freezeVersion } from '../datasets/freeze-version.js';
import { noDataset } from '../datasets/with-dataset.js';
import { objectUrl } from '../files/object-url.js';
import { resolveGlobalId } from '../global-id.js';
import { createJob } from '../jobs/create-job.js';
import { findModel } from '../models/find-model.js';
import type { PredictionResult } from '../prediction/predict-dataset.js';
import { builder } from './builder.js';
import { JobRef } from './job-ref.js';
import { mutation } from './mutation.js';
import { checkedPredictionOptions, predictionFields } from './prediction.js';

const DatasetPredictions = builder.objectRef<PredictionResult>('DatasetPredictions').implement({
  description: 'Answers on a whole dataset.',
  fields: (t) => ({
    url: t.string({
      description:
        'JSON Lines, one per picture: its name, own label, the answer with probabilities or numbers as `predict` gives it, or an error. Valid for an hour or two.',
      resolve: ({ key }, _args, { app }) => objectUrl(app, key, 'predictions.jsonl'),
    }),
    pictures: t.exposeInt('pictures', { description: 'Pictures in all.' }),
    failures: t.exposeInt('failures', { description: 'Pictures that could not be answered on.' }),
    agreement: t.float({
      nullable: true,
      description:
        'Part of the answers that agree with the pictures’ own labels, in [0, 1]; null when the model knows none of them or its task is not `SINGLE_LABEL`.',
      resolve: ({ agreement }) => agreement ?? null,
    }),
  }),
});

builder.objectField(JobRef, 'predictions', (t) =>
  t.field({
    type: DatasetPredictions,
    nullable: true,
    description: 'What a job of kind `PREDICTION` gave; null before it succeeded and for other kinds.',
    resolve: ({ kind, result }) =>
      kind === 'PREDICTION' && result ? (result as unknown as PredictionResult) : null,
  }),
);

mutation('predictDataset', {
  description:
    'Asks a model about every picture of a dataset, as a job; the answers are a file of JSON Lines.',
  scope: 'predict',
  input: (t) => ({
    model: t.string({ required: true, description: '`name@alias`, `name:version`, `name` or an id.' }),
    dataset: t.id({ required: true, description: 'The dataset, as it is now.' }),
    ...predictionFields(t),
    idempotencyKey: t.string({ description: 'The same key gives the same job, however often it is sent.' }),
  }),
  resolve: async ({ model: ref, dataset, idempotencyKey, ...asked }, { app, principal }) => {
    const { topK, views } = checkedPredictionOptions(asked);
    const model = await findModel(app, ref);
    const datasetId = resolveGlobalId('Dataset', dataset);
    if (!datasetId) throw noDataset(dataset);
    const { hash, pictures } = await freezeVersion(app, datasetId);
    if (pictures === 0) {
      throw new OptionError('DATASET_EMPTY', 'The dataset has no usable picture yet. Add some first.', {
        details: { field: 'dataset' },
      });
    }
    const job = await createJob(app, principal, {
      kind: 'PREDICTION',
      // One view is left out: the same call as before there were views is the same job.
      input: { model: model.id, topK, ...(views > 1 && { views }) },
      datasetId,
      datasetVersion: hash,
      idempotencyKey,
    });
    return { job };
  },
  payload: (t) => ({
    job: t.field({
      type: JobRef,
      nullable: true,
      description: 'The job; its `predictions` have the file.',
      resolve: ({ job }) => job,
    }),
  }),
});
