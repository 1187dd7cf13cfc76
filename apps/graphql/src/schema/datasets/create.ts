import { createDataset } from '../../datasets/create-dataset.js';
import { builder } from '../builder.js';
import { JobRef } from '../job-ref.js';
import { mutation } from '../mutation.js';
import { TaskEnum } from '../task.js';
import { DatasetType } from './dataset.js';

const ManifestFormatEnum = builder.enumType('ManifestFormat', {
  description: 'How a manifest is written.',
  values: {
    CSV: {
      value: 'csv',
      description:
        'Comma-separated with a header: `file_name,label[,split]`; for `MULTI_LABEL` `file_name,labels`, these separated by `|`, for `REGRESSION` `file_name,target` or `file_name,target_x,target_y`.',
    },
    JSONL: { value: 'jsonl', description: 'One JSON object a line, as Hugging Face’s `metadata.jsonl`.' },
  } as const,
});

const ManifestInput = builder.inputType('ManifestInput', {
  description: 'A list of pictures with their labels: a file on the server, or text.',
  fields: (t) => ({
    path: t.string({
      description:
        'A `.csv` or `.jsonl` file below an allowed folder; its pictures are named relative to it.',
    }),
    text: t.string({ description: 'The manifest itself.' }),
    format: t.field({
      type: ManifestFormatEnum,
      description: 'Of `text`; default: JSONL when it starts with `{`.',
    }),
    folder: t.string({
      description:
        'Folder on the server that pictures of `text` are named relative to; default: the first allowed one.',
    }),
  }),
});

const DatasetSourceInput = builder.inputType('DatasetSourceInput', {
  description: 'Where pictures come from. Exactly one of its fields.',
  fields: (t) => ({
    folder: t.string({
      description:
        'A folder on the server, below one that it allows: a folder per label, the same inside `train/`, `val/` and `test/`, or a `metadata.csv` or `metadata.jsonl`.',
    }),
    storagePrefix: t.string({
      description: 'Objects below `imports/` in the storage, laid out in the same way.',
    }),
    manifest: t.field({ type: ManifestInput, description: 'A list of pictures with their labels.' }),
  }),
});

mutation('createDataset', {
  description: 'Makes a dataset: empty, to be filled by uploads, or from a source, which a job then reads.',
  scope: 'train',
  input: (t) => ({
    name: t.string({ required: true, description: 'Unique; letters, digits, spaces and `. _ -`.' }),
    task: t.field({
      type: TaskEnum,
      description:
        'What is said of each picture, for good; default `SINGLE_LABEL`. The others need a manifest, in the source or in zips that are uploaded.',
    }),
    source: t.field({ type: DatasetSourceInput, description: 'Nothing makes it empty.' }),
    idempotencyKey: t.string({
      description: 'The same call with the same key gives the same dataset and job.',
    }),
  }),
  resolve: (input, { app, principal }) => createDataset(app, principal, input),
  payload: (t) => ({
    dataset: t.field({
      type: DatasetType,
      nullable: true,
      description: 'The dataset, which fills while its job runs.',
      resolve: ({ dataset }) => dataset,
    }),
    job: t.field({
      type: JobRef,
      nullable: true,
      description: 'Reads the source; null for an empty dataset.',
      resolve: ({ job }) => job,
    }),
  }),
});
