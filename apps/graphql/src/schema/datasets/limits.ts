import type { App } from '../../app.js';
import { MAX_UPLOADS } from '../../datasets/uploads.js';
import { builder } from '../builder.js';

const CollectingLimits = builder.objectRef<App['config']>('CollectingLimits').implement({
  description: 'What this server takes, and where it may read.',
  fields: (t) => ({
    pictureBytes: t.field({
      type: 'BigInt',
      description: 'Largest picture.',
      resolve: ({ limits }) => limits.pictureBytes,
    }),
    zipBytes: t.field({
      type: 'BigInt',
      description: 'Largest zip.',
      resolve: ({ limits }) => limits.uploadBytes,
    }),
    filesPerCall: t.int({ description: 'Most files in one `createUploads`.', resolve: () => MAX_UPLOADS }),
    folders: t.stringList({
      description: 'Folders on the server below which `createDataset` may read (GRAFT_DATASET_ROOTS).',
      resolve: ({ datasetRoots }) => [...datasetRoots],
    }),
  }),
});

builder.queryField('collectingLimits', (t) =>
  t.field({
    type: CollectingLimits,
    description: 'What whoever sends pictures has to know before.',
    authScopes: { train: true },
    resolve: (_root, _args, { app }) => app.config,
  }),
);
