import { findDataset } from '../datasets/find-datasets.js';
import { reportUrl } from '../files/model-urls.js';
import { builder } from './builder.js';
import { DatasetType } from './datasets/dataset.js';
import { JobRef } from './job-ref.js';
import { ModelType } from './models.js';

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
    description: 'The training that made it; its `parent` is the comparison, where it was part of one.',
    resolve: ({ job_id: id }, _args, { app }) =>
      app.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  }),
  reportUrl: t.string({
    nullable: true,
    description:
      'A page about its training that needs nothing else, for an hour or two; null where it was saved without.',
    resolve: (model, _args, { app }) => reportUrl(app, model),
  }),
}));
