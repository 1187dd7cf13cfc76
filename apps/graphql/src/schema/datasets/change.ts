import type { App } from '../../app.js';
import { deleteDataset, renameDataset } from '../../datasets/change-dataset.js';
import { moveToSplit, relabelPictures, removePictures } from '../../datasets/change-pictures.js';
import { addClass, removeClass, renameClass } from '../../datasets/classes.js';
import { type DatasetRow, listVersions } from '../../datasets/find-datasets.js';
import { freezeVersion } from '../../datasets/freeze-version.js';
import { removeForNow, restorePictures } from '../../datasets/removals.js';
import { expectOneLabel, saidText } from '../../datasets/targets.js';
import { toGlobalId } from '../../global-id.js';
import type { builder } from '../builder.js';
import { mutation } from '../mutation.js';
import { DatasetType, DatasetVersionType } from './dataset.js';
import { expectDataset, expectId } from './ids.js';
import { SplitEnum } from './picture.js';

type PayloadBuilder = PothosSchemaTypes.ObjectFieldBuilder<
  (typeof builder)['$inferSchemaTypes'],
  { dataset?: DatasetRow }
>;

const datasetPayload = (t: PayloadBuilder) => ({
  dataset: t.field({
    type: DatasetType,
    nullable: true,
    description: 'As it is now.',
    resolve: ({ dataset }) => dataset,
  }),
});

const removalField = (
  t: PothosSchemaTypes.ObjectFieldBuilder<(typeof builder)['$inferSchemaTypes'], { removal?: string | null }>,
) =>
  t.exposeID('removal', {
    nullable: true,
    description: 'For `restorePictures`, for a day; null where nothing was kept.',
  });

async function expectPictures(app: App, dataset: string, pictures: readonly unknown[]) {
  const row = await expectDataset(app, dataset);
  return {
    row,
    ids: pictures.map((picture, index) => expectId('Picture', String(picture), `pictures.${index}`)),
  };
}

mutation('relabelPictures', {
  description:
    'Gives pictures another label, or other labels. Versions that were trained on keep the old ones.',
  scope: 'train',
  input: (t) => ({
    dataset: t.id({ required: true, description: 'The dataset that has them.' }),
    pictures: t.idList({ required: true, description: 'All of them are relabelled, or none.' }),
    label: t.string({ description: 'What they show; may be new.' }),
    labels: t.stringList({
      description: 'All that they show, in a dataset of several labels, instead of `label`; may be none.',
    }),
  }),
  resolve: async ({ dataset, pictures, label, labels }, { app }) => {
    const { row, ids } = await expectPictures(app, dataset, pictures);
    await relabelPictures(app, row.id, ids, saidText(row, { label, labels }));
    return { dataset: row };
  },
  payload: datasetPayload,
});

mutation('moveToSplit', {
  description: 'Puts pictures into a part of the dataset, or leaves that to training again.',
  scope: 'train',
  input: (t) => ({
    dataset: t.id({ required: true, description: 'The dataset that has them.' }),
    pictures: t.idList({ required: true, description: 'All of them are moved, or none.' }),
    split: t.field({ type: SplitEnum, description: 'Null leaves it to training.' }),
  }),
  resolve: async ({ dataset, pictures, split }, { app }) => {
    const { row, ids } = await expectPictures(app, dataset, pictures);
    await moveToSplit(app, row.id, ids, split ?? null);
    return { dataset: row };
  },
  payload: datasetPayload,
});

mutation('removePictures', {
  description: 'Takes pictures or bad files out of a dataset. Versions that were trained on keep theirs.',
  scope: 'train',
  input: (t) => ({
    dataset: t.id({ required: true, description: 'The dataset that has them.' }),
    pictures: t.idList({ required: true, description: 'All of them are removed, or none.' }),
    undoable: t.boolean({
      description: 'Whether `restorePictures` can put them back for a day; default false.',
    }),
  }),
  resolve: async ({ dataset, pictures, undoable }, { app }) => {
    const { row, ids } = await expectPictures(app, dataset, pictures);
    if (undoable)
      return { dataset: row, removal: toGlobalId('Removal', await removeForNow(app, row.id, ids)) };
    await removePictures(app, row.id, ids);
    return { dataset: row, removal: null };
  },
  payload: (t) => ({ ...datasetPayload(t), removal: removalField(t) }),
});

mutation('restorePictures', {
  description: 'Puts back what was removed, under the labels that it had.',
  scope: 'train',
  input: (t) => ({
    dataset: t.id({ required: true, description: 'The dataset that had them.' }),
    removal: t.id({ required: true, description: 'What removing gave, within a day.' }),
  }),
  resolve: async ({ dataset, removal }, { app }) => {
    const row = await expectDataset(app, dataset);
    return {
      dataset: row,
      restored: await restorePictures(app, row.id, expectId('Removal', removal, 'removal')),
    };
  },
  payload: (t) => ({
    ...datasetPayload(t),
    restored: t.exposeInt('restored', { nullable: true, description: 'How many came back.' }),
  }),
});

mutation('addClass', {
  description: 'Makes a class before it has pictures. One that is there already stays as it is.',
  scope: 'train',
  input: (t) => ({
    dataset: t.id({ required: true, description: 'The dataset.' }),
    label: t.string({ required: true, description: 'What its pictures will show.' }),
  }),
  resolve: async ({ dataset, label }, { app }) => {
    const row = await expectDataset(app, dataset);
    expectOneLabel(row, 'a class cannot be made by hand');
    await addClass(app, row.id, label);
    return { dataset: row };
  },
  payload: datasetPayload,
});

mutation('renameClass', {
  description: 'Gives all pictures of a class another label; a class that has it already takes them in.',
  scope: 'train',
  input: (t) => ({
    dataset: t.id({ required: true, description: 'The dataset.' }),
    label: t.string({ required: true, description: 'As it is.' }),
    newLabel: t.string({ required: true, description: 'As it shall be.' }),
  }),
  resolve: async ({ dataset, label, newLabel }, { app }) => {
    const row = await expectDataset(app, dataset);
    expectOneLabel(row, 'a class cannot be renamed');
    await renameClass(app, row.id, label, newLabel);
    return { dataset: row };
  },
  payload: datasetPayload,
});

mutation('removeClass', {
  description:
    'Takes a class out with all its pictures and bad files. Versions that were trained on keep theirs.',
  scope: 'train',
  input: (t) => ({
    dataset: t.id({ required: true, description: 'The dataset.' }),
    label: t.string({ required: true, description: 'The class.' }),
  }),
  resolve: async ({ dataset, label }, { app }) => {
    const row = await expectDataset(app, dataset);
    expectOneLabel(row, 'a class cannot be taken out');
    const removal = await removeClass(app, row.id, label);
    return { dataset: row, removal: removal && toGlobalId('Removal', removal) };
  },
  payload: (t) => ({ ...datasetPayload(t), removal: removalField(t) }),
});

mutation('createDatasetVersion', {
  description:
    'Writes down what a dataset is now, as `train` does by itself. The same content is the same version, however often.',
  scope: 'train',
  input: (t) => ({ dataset: t.id({ required: true, description: 'The dataset.' }) }),
  resolve: async ({ dataset }, { app }) => {
    const { id } = await expectDataset(app, dataset);
    const { hash } = await freezeVersion(app, id);
    return { version: (await listVersions(app, id)).find((version) => version.hash === hash)! };
  },
  payload: (t) => ({
    version: t.field({
      type: DatasetVersionType,
      nullable: true,
      description: 'The version; an older one when nothing has changed since.',
      resolve: ({ version }) => version,
    }),
  }),
});

mutation('renameDataset', {
  description: 'Gives a dataset another name; models that learned from it keep what they say.',
  scope: 'train',
  input: (t) => ({
    dataset: t.id({ required: true, description: 'The dataset.' }),
    name: t.string({ required: true, description: 'Unique; letters, digits, spaces and `. _ -`.' }),
  }),
  resolve: async ({ dataset, name }, { app }) => {
    const row = await expectDataset(app, dataset);
    await renameDataset(app, row.id, name);
    return { dataset: { ...row, name } };
  },
  payload: datasetPayload,
});

mutation('deleteDataset', {
  description:
    'Deletes a dataset with its pictures and versions. Models that learned from it stay. Refused while a job uses it.',
  scope: 'train',
  input: (t) => ({ dataset: t.id({ required: true, description: 'The dataset.' }) }),
  resolve: async ({ dataset }, { app }) => {
    const row = await expectDataset(app, dataset);
    await deleteDataset(app, row.id);
    return { deletedId: toGlobalId('Dataset', row.id) };
  },
  payload: (t) => ({
    deletedId: t.exposeID('deletedId', { nullable: true, description: 'Id of what is no more.' }),
  }),
});
