import { startModelImport } from '../models/import-model.js';
import { builder } from './builder.js';
import { JobRef } from './job-ref.js';
import { mutation } from './mutation.js';

const ModelSourceInput = builder.inputType('ModelSourceInput', {
  description:
    'Where a saved model lies, with `prefixes/` beside its `model.json`, as `graft train --out` and the export format `GRAFT` have it. One of:',
  isOneOf: true,
  fields: (t) => ({
    folder: t.string({ description: 'A folder on the server, below one that it allows.' }),
    storagePrefix: t.string({ description: 'Objects below `imports/` in the storage.' }),
  }),
});

mutation('importModel', {
  description:
    'Takes a model that was trained elsewhere, of any task, as the next version of a name. Answers at once with a job, which checks every byte of it first.',
  scope: 'train',
  input: (t) => ({
    name: t.string({
      required: true,
      description: 'Of the model: letters, digits, ".", "_", "-". The model is its next version.',
    }),
    from: t.field({ type: ModelSourceInput, required: true, description: 'Where it lies.' }),
    idempotencyKey: t.string({
      description: 'The same key with the same input gives the same job, however often it is sent.',
    }),
  }),
  resolve: async (input, { app, principal }) => ({ job: await startModelImport(app, principal, input) }),
  payload: (t) => ({
    job: t.field({
      type: JobRef,
      nullable: true,
      description: 'The import; in the end its `model` is there.',
      resolve: ({ job }) => job,
    }),
  }),
});
