import { latestJob } from '../../jobs/find-job.js';
import { builder } from '../builder.js';
import { JobRef } from '../job-ref.js';
import { DatasetType } from './dataset.js';

builder.objectFields(DatasetType, (t) => ({
  latestImport: t.field({
    type: JobRef,
    nullable: true,
    description: 'The newest job of kind `IMPORT` that was not cancelled.',
    resolve: ({ id }, _args, { app }) => latestJob(app, id, ['IMPORT']),
  }),
  latestCheck: t.field({
    type: JobRef,
    nullable: true,
    description: 'The newest job of kind `CHECK` that was not cancelled.',
    resolve: ({ id }, _args, { app }) => latestJob(app, id, ['CHECK']),
  }),
  latestTraining: t.field({
    type: JobRef,
    nullable: true,
    description: 'The newest job of kind `TRAINING` or `COMPARISON` that was not cancelled.',
    resolve: ({ id }, _args, { app }) => latestJob(app, id, ['TRAINING', 'COMPARISON']),
  }),
}));

/** As `importPictures` leaves it: how many files of each kind, and the first of them. */
type ImportResult = Readonly<Record<string, { readonly count: number }>>;

const Imported = builder.objectRef<ImportResult>('ImportedPictures').implement({
  description: 'What became of the files of an import. Bad ones are listed by `Dataset.badFiles`.',
  fields: (t) => ({
    added: t.int({ description: 'New or replaced.', resolve: ({ added }) => added?.count ?? 0 }),
    left: t.int({
      description: 'Left as they are: the same bytes were there already, under this name or another one.',
      resolve: ({ unchanged, duplicates }) => (unchanged?.count ?? 0) + (duplicates?.count ?? 0),
    }),
    nameTaken: t.int({
      description: 'Not added: another picture has the name.',
      resolve: ({ nameTaken }) => nameTaken?.count ?? 0,
    }),
    bad: t.int({ description: 'Not usable.', resolve: ({ bad }) => bad?.count ?? 0 }),
  }),
});

builder.objectField(JobRef, 'imported', (t) =>
  t.field({
    type: Imported,
    nullable: true,
    description: 'What a job of kind `IMPORT` gave; null before it succeeded and for other kinds.',
    resolve: ({ kind, result }) => (kind === 'IMPORT' && result ? (result as unknown as ImportResult) : null),
  }),
);
