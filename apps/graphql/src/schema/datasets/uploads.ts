import { type Completed, completeUploads } from '../../datasets/complete-uploads.js';
import { createUploads, type Upload } from '../../datasets/uploads.js';
import { toGlobalId } from '../../global-id.js';
import { builder } from '../builder.js';
import { JobRef } from '../job-ref.js';
import { mutation } from '../mutation.js';
import { DatasetType } from './dataset.js';
import { expectDataset, expectId } from './ids.js';
import { SplitEnum } from './picture.js';

const UploadFileInput = builder.inputType('UploadFileInput', {
  description: 'A file that is about to be sent.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description:
        'Such as `1.jpg`, which becomes `label/1.jpg`, or `cats/1.jpg`; `pets.zip` for a zip with a folder per label or a `metadata.csv`. Datasets of numbers take zips only.',
    }),
    bytes: t.field({ type: 'BigInt', required: true, description: 'Its exact size.' }),
    contentType: t.string({ description: 'Such as `image/jpeg`; default `application/octet-stream`.' }),
    label: t.string({
      description: 'What a picture shows; default: the folder in its name. None for a zip.',
    }),
    labels: t.stringList({
      description:
        'All that a picture shows, in a dataset of several labels, instead of `label`; default: the folder in its name.',
    }),
    split: t.field({
      type: SplitEnum,
      description: 'Where it goes; null leaves that to training. A zip’s folders say it.',
    }),
  }),
});

const HeaderType = builder.objectRef<readonly [string, string]>('HttpHeader').implement({
  description: 'A header of an HTTP request.',
  fields: (t) => ({
    name: t.string({ description: 'Its name.', resolve: ([name]) => name }),
    value: t.string({ description: 'Its value.', resolve: ([, value]) => value }),
  }),
});

const UploadType = builder.objectRef<Upload>('UploadTarget').implement({
  description: 'Where and how to send one file, without a key.',
  fields: (t) => ({
    id: t.id({
      description: 'For `completeUploads`.',
      resolve: ({ row }) => toGlobalId('Upload', row.id),
    }),
    name: t.string({
      description: 'The name that a picture will have in the dataset.',
      resolve: ({ row }) => row.name,
    }),
    url: t.exposeString('url', { description: 'Takes this one file.' }),
    method: t.exposeString('method', { description: 'Always `PUT`.' }),
    headers: t.field({
      type: [HeaderType],
      description: 'To be sent with it, as they are.',
      resolve: ({ headers }) => Object.entries(headers),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until when the URL can be used.',
      resolve: ({ row }) => row.expires_at,
    }),
  }),
});

mutation('createUploads', {
  description: 'Prepares up to 500 uploads. Send each file to its URL, then call `completeUploads`.',
  scope: 'train',
  input: (t) => ({
    dataset: t.id({ required: true, description: 'Where the pictures go.' }),
    files: t.field({
      type: [UploadFileInput],
      required: true,
      description: 'Pictures, or zips of pictures.',
    }),
  }),
  resolve: async ({ dataset, files }, { app }) => {
    const row = await expectDataset(app, dataset);
    return { uploads: await createUploads(app, row, files) };
  },
  payload: (t) => ({
    uploads: t.field({
      type: [UploadType],
      nullable: true,
      description: 'In the order of `files`.',
      resolve: ({ uploads }) => uploads,
    }),
  }),
});

const BadFileType = builder.objectRef<Completed['bad'][number]>('BadFile').implement({
  description: 'A file that is left out; the dataset keeps its name and the reason.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The file.' }),
    code: t.exposeString('code', { description: 'Stable, such as `IMAGE_DAMAGED`.' }),
    message: t.exposeString('reason', { description: 'What was found, and what to do about it.' }),
  }),
});

const DuplicateType = builder.objectRef<Completed['duplicates'][number]>('DuplicatePicture').implement({
  description: 'A picture that was not added, because its bytes are in the dataset already.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The picture that came.' }),
    sameAs: t.exposeString('sameAs', { description: 'The picture that is there.' }),
  }),
});

mutation('completeUploads', {
  description:
    'Takes up what was sent: pictures are checked and added, a zip is unpacked by a job. Calling it again does no harm.',
  scope: 'train',
  input: (t) => ({
    dataset: t.id({ required: true, description: 'Where the pictures go.' }),
    uploads: t.idList({ required: true, description: 'Ids from `createUploads` whose files were sent.' }),
    replace: t.boolean({
      description: 'Whether a picture takes the place of another one of its name; default false.',
    }),
  }),
  resolve: async ({ dataset, uploads, replace }, { app, principal }) => {
    const row = await expectDataset(app, dataset);
    const ids = uploads.map((upload, index) => expectId('Upload', String(upload), `uploads.${index}`));
    const done = await completeUploads(app, principal, row, ids, { replace: replace ?? false });
    return { dataset: row, ...done };
  },
  payload: (t) => ({
    dataset: t.field({
      type: DatasetType,
      nullable: true,
      description: 'With what was added.',
      resolve: ({ dataset }) => dataset,
    }),
    jobs: t.field({
      type: [JobRef],
      nullable: true,
      description: 'One for each zip.',
      resolve: ({ jobs }) => jobs,
    }),
    added: t.field({
      type: ['String'],
      nullable: true,
      description: 'Names of pictures that are new or replaced.',
      resolve: ({ added }) => added,
    }),
    unchanged: t.field({
      type: ['String'],
      nullable: true,
      description: 'Names of pictures that were there with the same bytes and label.',
      resolve: ({ unchanged }) => unchanged,
    }),
    duplicates: t.field({
      type: [DuplicateType],
      nullable: true,
      description: 'Not added: the same bytes are there under another name and the same label.',
      resolve: ({ duplicates }) => duplicates,
    }),
    nameTaken: t.field({
      type: ['String'],
      nullable: true,
      description: 'Not added: another picture has the name, and `replace` was not asked for.',
      resolve: ({ nameTaken }) => nameTaken,
    }),
    badFiles: t.field({
      type: [BadFileType],
      nullable: true,
      description: 'Not usable, each with its reason.',
      resolve: ({ bad }) => bad,
    }),
  }),
});
