import { isNewestCursor, newestCursor, newestFirst } from '../database/newest-first.js';
import { toGlobalId } from '../global-id.js';
import { promoteModel, removeAlias, rollBackAlias } from '../models/aliases.js';
import { deleteModel } from '../models/delete-model.js';
import { findModel, type ModelRow } from '../models/find-model.js';
import { labelFacts, taskOf } from '../models/task.js';
import { builder } from './builder.js';
import { MetricsType } from './metrics.js';
import { mutation } from './mutation.js';
import { page } from './page.js';
import { TaskEnum } from './task.js';

const taskOfRow = ({ manifest }: ModelRow) => taskOf(manifest);

export const ModelType = builder.node(builder.objectRef<ModelRow>('Model'), {
  description: 'A trained model. It never changes; training again makes the next version of its name.',
  id: { resolve: ({ id }) => id },
  loadMany: async (ids, { app }) => {
    const rows = await app.db.selectFrom('models').selectAll().where('id', 'in', ids).execute();
    return ids.map((id) => rows.find((row) => row.id === id) ?? null);
  },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Shared by all its versions.' }),
    version: t.exposeInt('version', { description: '1, 2, 3… within the name.' }),
    ref: t.string({
      description: '`name:version`, as `predict` takes it.',
      resolve: ({ name, version }) => `${name}:${version}`,
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When training was done.' }),
    task: t.field({ type: TaskEnum, description: 'What it says of a picture.', resolve: taskOfRow }),
    labels: t.stringList({
      description:
        'What it tells apart, in the order of its outputs; empty for `REGRESSION`, which has `targets`.',
      resolve: (row) => (taskOfRow(row) === 'regression' ? [] : [...row.manifest.labels]),
    }),
    targets: t.stringList({
      description:
        'What its numbers are, in the order of its outputs; empty for other tasks than `REGRESSION`.',
      resolve: (row) => (taskOfRow(row) === 'regression' ? [...row.manifest.labels] : []),
    }),
    strategy: t.string({
      description: '`feature-extraction` or `fine-tuning`.',
      resolve: ({ manifest }) => manifest.strategy.name,
    }),
    backbone: t.string({
      description: 'The pretrained network under it.',
      resolve: ({ manifest }) => manifest.backbone.name,
    }),
    metrics: t.field({
      type: MetricsType,
      nullable: true,
      description:
        'Measured on pictures that it was not trained on; null for other tasks than `SINGLE_LABEL`, which have metrics of their own.',
      resolve: ({ manifest }) => labelFacts(manifest)?.metrics.test ?? null,
    }),
    majorityBaseline: t.float({
      nullable: true,
      description:
        'Accuracy of always answering the most frequent label; null for other tasks than `SINGLE_LABEL`.',
      resolve: ({ manifest }) => labelFacts(manifest)?.metrics.baselines.majority ?? null,
    }),
    nearestNeighbourBaseline: t.float({
      nullable: true,
      description:
        'Accuracy of answering with the label of the most similar training picture; null for other tasks than `SINGLE_LABEL`.',
      resolve: ({ manifest }) => labelFacts(manifest)?.metrics.baselines.nearestNeighbour ?? null,
    }),
    canAbstain: t.boolean({
      description: 'Whether `predict` may be asked to say that a picture is unknown to it.',
      resolve: ({ manifest }) => labelFacts(manifest)?.abstention !== undefined,
    }),
    card: t.string({
      description: 'The model card, in Markdown.',
      resolve: async ({ storage_prefix: prefix }, _args, { app }) =>
        Buffer.from(await app.storage.read(`${prefix}/README.md`)).toString('utf8'),
    }),
    aliases: t.stringList({
      description: 'Aliases that point to it, such as `cats@prod`.',
      resolve: async ({ id, name }, _args, { app }) => {
        const rows = await app.db
          .selectFrom('aliases')
          .select('alias')
          .where('model_id', '=', id)
          .orderBy('alias')
          .execute();
        return rows.map(({ alias }) => `${name}@${alias}`);
      },
    }),
    datasetVersion: t.exposeString('dataset_version', {
      nullable: true,
      description: 'Content hash of the dataset as it was trained on.',
    }),
    storagePrefix: t.exposeString('storage_prefix', {
      description: 'Where its files are in storage; what a function is given as `GRAFT_MODEL`.',
    }),
  }),
});

interface Alias {
  readonly name: string;
  readonly alias: string;
  readonly model_id: string;
  readonly updated_at: Date;
}

const AliasType = builder.objectRef<Alias>('Alias').implement({
  description: 'A name that stays while models come and go: `cats@prod`.',
  fields: (t) => ({
    ref: t.string({
      description: '`name@alias`, as `predict` takes it.',
      resolve: ({ name, alias }) => `${name}@${alias}`,
    }),
    model: t.field({
      type: ModelType,
      description: 'What it points to now.',
      resolve: ({ model_id: id }, _args, { app }) =>
        app.db.selectFrom('models').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    }),
    updatedAt: t.expose('updated_at', {
      type: 'DateTime',
      description: 'When it was last pointed somewhere.',
    }),
  }),
});

builder.queryFields((t) => ({
  model: t.field({
    type: ModelType,
    description: 'One model.',
    authScopes: { predict: true },
    args: {
      ref: t.arg.string({
        required: true,
        description: '`name@alias`, `name:version`, `name` (its newest) or an id.',
      }),
    },
    resolve: (_root, { ref }, { app }) => findModel(app, ref),
  }),
  modelStorage: t.string({
    description:
      'Where all models are: `s3://bucket/prefix`, or a folder of the machine that the server runs on. With a model’s `storagePrefix` it is what a function is given as `GRAFT_MODEL`.',
    authScopes: { train: true },
    resolve: (_root, _args, { app }) => app.config.storage,
  }),
  aliases: t.field({
    type: [AliasType],
    description: 'Every alias, by name.',
    authScopes: { predict: true },
    resolve: (_root, _args, { app }) =>
      app.db.selectFrom('aliases').selectAll().orderBy('name').orderBy('alias').execute(),
  }),
  models: t.connection({
    type: ModelType,
    description: 'Models, newest first.',
    authScopes: { predict: true },
    args: { name: t.arg.string({ description: 'Versions of this name only.' }) },
    resolve: (_root, { name, ...args }, { app }) =>
      page(args, isNewestCursor, newestCursor, (query) => {
        const models = app.db.selectFrom('models').selectAll();
        return newestFirst(name ? models.where('name', '=', name) : models, query).execute();
      }),
  }),
}));

mutation('promoteModel', {
  description:
    'Points an alias of its name to a model: whoever predicts with the alias gets this model from now on.',
  scope: 'train',
  input: (t) => ({
    model: t.string({ required: true, description: '`name:version`, `name` or an id.' }),
    alias: t.string({ required: true, description: 'Such as `prod`; made when it is new.' }),
  }),
  resolve: async ({ model: ref, alias }, { app, principal }) => {
    const model = await findModel(app, ref);
    await promoteModel(app, principal, model, alias);
    return { model };
  },
  payload: (t) => ({
    model: t.field({
      type: ModelType,
      nullable: true,
      description: 'The model, with its aliases.',
      resolve: ({ model }) => model,
    }),
  }),
});

mutation('rollBackAlias', {
  description: 'Points an alias back to the model it pointed to before.',
  scope: 'train',
  input: (t) => ({
    name: t.string({ required: true, description: 'The part before `@`.' }),
    alias: t.string({ required: true, description: 'The part after `@`.' }),
  }),
  resolve: async ({ name, alias }, { app, principal }) => ({
    model: await rollBackAlias(app, principal, name, alias),
  }),
  payload: (t) => ({
    model: t.field({
      type: ModelType,
      nullable: true,
      description: 'What it points to now.',
      resolve: ({ model }) => model,
    }),
  }),
});

mutation('removeAlias', {
  description: 'Removes an alias; predicting with it is refused from now on. The model stays.',
  scope: 'train',
  input: (t) => ({
    name: t.string({ required: true, description: 'The part before `@`.' }),
    alias: t.string({ required: true, description: 'The part after `@`.' }),
  }),
  resolve: async ({ name, alias }, { app }) => {
    await removeAlias(app, name, alias);
    return { alias: `${name}@${alias}` };
  },
  payload: (t) => ({ alias: t.exposeString('alias', { nullable: true, description: 'What was removed.' }) }),
});

mutation('deleteModel', {
  description: 'Deletes a model and its files. Refused while an alias points to it.',
  scope: 'train',
  input: (t) => ({ model: t.string({ required: true, description: '`name:version` or an id.' }) }),
  resolve: async ({ model: ref }, { app }) => {
    const model = await findModel(app, ref);
    await deleteModel(app, model);
    return { deletedId: toGlobalId('Model', model.id) };
  },
  payload: (t) => ({
    deletedId: t.exposeID('deletedId', { nullable: true, description: 'Id of what is no more.' }),
  }),
});
