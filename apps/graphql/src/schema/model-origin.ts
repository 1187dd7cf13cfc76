import { findDataset } from '../datasets/find-datasets.js';
import { reportUrl } from '../files/model-urls.js';
import type { ModelRow } from '../models/find-model.js';
import { builder } from './builder.js';
import { DatasetType } from './datasets/dataset.js';
import { JobRef } from './job-ref.js';
import { ModelType } from './models.js';

type Counts = ModelRow['manifest']['dataset']['counts'];

const PictureCounts = builder.objectRef<Counts>('PictureCounts').implement({
  description: 'How the pictures of a training were used.',
  fields: (t) => ({
    train: t.exposeInt('train', { description: 'Learned from.' }),
    validation: t.exposeInt('validation', { description: 'The best epoch was chosen on them.' }),
    test: t.exposeInt('test', { description: 'The result was measured on them.' }),
  }),
});

/** Where a model came from. */
builder.objectFields(ModelType, (t) => ({
  dataset: t.field({
    type: DatasetType,
    nullable: true,
    description: 'What it was trained on, as it is now; null when that was deleted.',
    resolve: ({ dataset_id: id }, _args, { app }) => (id ? findDataset(app, id) : undefined),
  }),
  job: t.field({
    type: JobRef,
    description:
      'The training that made it, whose `parent` is the comparison where it was part of one, or its import.',
    resolve: ({ job_id: id }, _args, { app }) =>
      app.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  }),
  pictures: t.field({
    type: PictureCounts,
    description: 'How many pictures it was trained and measured on.',
    resolve: ({ manifest }) => manifest.dataset.counts,
  }),
  trainingSeconds: t.float({
    description: 'How long its training took, features included.',
    resolve: ({ manifest }) => manifest.seconds.total,
  }),
  reportUrl: t.string({
    nullable: true,
    description:
      'A page about its training that needs nothing else, for an hour or two; null where it was saved without.',
    resolve: (model, _args, { app }) => reportUrl(app, model),
  }),
}));
