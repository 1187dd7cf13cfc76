import type { App } from '../../app.js';
import { isNewestCursor, newestCursor } from '../../database/newest-first.js';
import {
  type ClassCount,
  countClasses,
  type DatasetRow,
  findDatasetsById,
  listDatasets,
  listVersions,
  type VersionRow,
} from '../../datasets/find-datasets.js';
import {
  countPictures,
  examplePictures,
  listPictures,
  type PictureFilter,
  pictureCursor,
} from '../../datasets/find-pictures.js';
import { builder } from '../builder.js';
import { MAX_PAGE, type PageArguments, page } from '../page.js';
import { TaskEnum } from '../task.js';
import { expectDataset } from './ids.js';
import { PictureType, SplitFilterEnum } from './picture.js';

const ClassCountType = builder.objectRef<ClassCount>('ClassCount').implement({
  description: 'How many good pictures a label has.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'The label.' }),
    pictures: t.exposeInt('pictures', { description: 'In all parts together.' }),
    train: t.exposeInt('train', { description: 'Put into the training part.' }),
    validation: t.exposeInt('validation', { description: 'Put into the validation part.' }),
    test: t.exposeInt('test', { description: 'Put into the test part.' }),
    unassigned: t.exposeInt('unassigned', { description: 'Left for training to split.' }),
  }),
});

export const DatasetVersionType = builder.objectRef<VersionRow>('DatasetVersion').implement({
  description: 'What a dataset was when something was trained on it; it never changes.',
  fields: (t) => ({
    hash: t.exposeString('hash', {
      description: 'SHA-256 over names, labels, splits and bytes: the same content is the same version.',
    }),
    pictures: t.exposeInt('pictures', { description: 'How many it has.' }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When it was first needed.' }),
  }),
});

export const DatasetType = builder.node(builder.objectRef<DatasetRow>('Dataset'), {
  description: 'Labelled pictures that models learn from.',
  authScopes: { predict: true },
  id: { resolve: ({ id }) => id },
  loadMany: async (ids, { app }) => {
    const rows = new Map((await findDatasetsById(app, ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique.' }),
    task: t.expose('task', {
      type: TaskEnum,
      description: 'What is said of each picture, and so what models learn from it.',
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When it was made.' }),
    classes: t.field({
      type: [ClassCountType],
      description:
        'Its labels with their numbers of good pictures, in the order of a model’s outputs; a picture of `MULTI_LABEL` counts in each of its own. Empty for `REGRESSION`.',
      resolve: ({ id, task }, _args, { app }) => countClasses(app, id, task),
    }),
    pictureCount: t.int({
      description: 'Good pictures.',
      resolve: ({ id }, _args, { app }) => countPictures(app, id, { bad: false }),
    }),
    badFileCount: t.int({
      description: 'Files that are left out.',
      resolve: ({ id }, _args, { app }) => countPictures(app, id, { bad: true }),
    }),
    pictures: t.connection({
      type: PictureType,
      description: 'Pictures and bad files by name.',
      args: {
        label: t.arg.string({ description: 'Of this label only.' }),
        bad: t.arg.boolean({ description: 'True: only bad files; false: only good pictures.' }),
        split: t.arg({ type: SplitFilterEnum, description: 'In this part only.' }),
      },
      resolve: ({ id, task }, { label, bad, split, ...args }, { app }) =>
        picturePage(app, id, { label, task, bad, split }, args),
    }),
    examples: t.field({
      type: [PictureType],
      description: 'One picture of each class, by label.',
      args: { first: t.arg.int({ defaultValue: 4, description: 'At most so many, up to 100.' }) },
      resolve: ({ id }, { first }, { app }) =>
        examplePictures(app, id, Math.min(Math.max(first ?? 4, 0), MAX_PAGE)),
    }),
    badFiles: t.connection({
      type: PictureType,
      description: 'Files that are left out, by name, each with its problem.',
      resolve: ({ id }, args, { app }) => picturePage(app, id, { bad: true }, args),
    }),
    versions: t.field({
      type: [DatasetVersionType],
      description: 'Versions that were trained on, newest first.',
      resolve: ({ id }, _args, { app }) => listVersions(app, id),
    }),
  }),
});

builder.queryFields((t) => ({
  dataset: t.field({
    type: DatasetType,
    description: 'One dataset. Error `NOT_FOUND` when there is none.',
    authScopes: { predict: true },
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (_root, { id }, { app }) => expectDataset(app, id, 'id'),
  }),
  datasets: t.connection({
    type: DatasetType,
    description: 'Datasets, newest first.',
    authScopes: { predict: true },
    args: { search: t.arg.string({ description: 'Part of the name, in any case.' }) },
    resolve: (_root, { search, ...args }, { app }) =>
      page(args, isNewestCursor, newestCursor, (query) => listDatasets(app, query, search)),
  }),
}));

function picturePage(app: App, datasetId: string, filter: PictureFilter, args: PageArguments) {
  return page(
    args,
    (key) => key.length === 1,
    pictureCursor,
    (query) => listPictures(app, datasetId, filter, query),
  );
}
