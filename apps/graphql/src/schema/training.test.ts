import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followJob } from '../jobs/follow-job.js';
import { findModel } from '../models/find-model.js';
import { type TestApp, testApp } from '../testing.js';
import { drawPictures } from '../training/testing.js';
import { jobHandlers } from '../worker/job-handlers.js';
import { runWorker } from '../worker/run-worker.js';

let service: TestApp;
let dataset: string;

beforeAll(async () => {
  service = await testApp();
  await runWorker(service.app, jobHandlers, 1);
  const folder = await drawPictures(join(service.folder, 'colours'), 12);
  const { createDataset } = await service.execute(
    `mutation ($folder: String!) {
      createDataset(input: { name: "colours", source: { folder: $folder } }) {
        dataset { id } job { id } userErrors { message }
      }
    }`,
    { folder },
  );
  expect(createDataset.userErrors).toEqual([]);
  dataset = createDataset.dataset.id;
  await ended(createDataset.job.id);
}, 60_000);
afterAll(() => service?.close());

/** What the tests train with: pictures of 32 pixels take no time. */
const SMALL = { backboneOptions: { inputSize: 32 }, epochs: 2 };

async function send(name: 'train' | 'compare', input: Record<string, unknown>) {
  const type = name === 'train' ? 'TrainInput' : 'CompareInput';
  const answer = await service.execute(
    `mutation ($input: ${type}!) {
      ${name}(input: $input) { job { id state kind children { id kind } } userErrors { code field message } }
    }`,
    { input: { dataset, ...SMALL, ...input } },
  );
  return answer[name];
}

const CANCEL = 'mutation ($id: ID!) { cancelJob(input: { job: $id }) { job { state } } }';

async function ended(id: string) {
  const { job } = await service.execute('query ($id: ID!) { job(id: $id) { state } }', { id });
  if (job.state === 'QUEUED' || job.state === 'RUNNING') {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return ended(id);
  }
}

const readJob = async (id: string) =>
  (
    await service.execute(
      `query ($id: ID!) {
        job(id: $id) {
          state stage progress attempt error { code message } dataset { name } datasetVersion
          epochs { phase epoch loss }
          model { ref labels metrics { accuracy } }
          recommendation { reason model { strategy } }
          children { model { ref strategy } }
          events(last: 1) { edges { cursor node { cursor at ... on JobStateChanged { state } } } }
          startedAt finishedAt
        }
      }`,
      { id },
    )
  ).job;

test('a training is asked for, followed and gives a model', async () => {
  const { job, userErrors } = await send('train', { strategy: { featureExtraction: {} } });
  expect(userErrors).toEqual([]);
  expect(job).toMatchObject({ kind: 'TRAINING' });
  const types = new Set<string>();
  const { id } = await service.app.db
    .selectFrom('jobs')
    .select('id')
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow();
  for await (const { type } of followJob(service.app, id)) types.add(type);
  // Progress is written once a second: a training this small may be done before.
  expect([...types]).toEqual(expect.arrayContaining(['epoch', 'stage', 'state']));
  expect(await readJob(job.id)).toMatchObject({
    state: 'SUCCEEDED',
    stage: 'SAVING',
    progress: 1,
    attempt: 1,
    error: null,
    dataset: { name: 'colours' },
    epochs: [
      { phase: 'TRAINING', epoch: 1 },
      { phase: 'TRAINING', epoch: 2 },
    ],
    model: { ref: 'colours:1', labels: ['blue', 'red'] },
    events: { edges: [{ node: { state: 'SUCCEEDED' } }] },
  });
}, 60_000);

test('every way to learn that the library has can be asked for', async () => {
  const { job, userErrors } = await send('train', {
    name: 'every-way',
    optimizer: 'ADAMW',
    weightDecay: 0.01,
    optimizerConstants: { beta1: 0.8, beta2: 0.99, epsilon: 1e-6 },
    head: { dense: [{ units: 4, activation: 'TANH' }] },
    cachePrecision: 'FLOAT16',
    gradientClipping: { globalNorm: 1 },
    labelSmoothing: 0.1,
    ema: 0.9,
    accumulate: 2,
    sampling: 'BALANCED',
    budgetSeconds: 60,
  });
  expect(userErrors).toEqual([]);
  await ended(job.id);
  expect(await readJob(job.id)).toMatchObject({ state: 'SUCCEEDED' });
  expect(await recipeBehind('every-way')).toMatchObject({
    optimizer: { name: 'adamw', weightDecay: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-6 },
    head: { dense: [{ units: 4, activation: 'tanh' }] },
    cachePrecision: 'float16',
  });
});

test('fine-tuning learns by rates that rise with the layers, unfrozen part by part', async () => {
  const fineTuning = { warmUpEpochs: 1, unfreezeAt: [1] };
  const { job, userErrors } = await send('train', {
    name: 'by-parts',
    strategy: { fineTuning },
    lowestRate: 0.1,
    optimizer: 'SGD',
    optimizerConstants: { momentum: 0.8, nesterov: true },
  });
  expect(userErrors).toEqual([]);
  await ended(job.id);
  expect(await readJob(job.id)).toMatchObject({ state: 'SUCCEEDED' });
  expect(await recipeBehind('by-parts')).toMatchObject({
    strategy: { name: 'fine-tuning', ...fineTuning },
    lowestRate: 0.1,
    optimizer: { name: 'sgd', momentum: 0.8, nesterov: true },
  });
}, 90_000);

/** As the model of this name says it was trained. */
async function recipeBehind(name: string): Promise<unknown> {
  const { manifest } = await findModel(service.app, name);
  return manifest.recipe;
}

test('a comparison trains both strategies on one split and recommends one', async () => {
  const { job } = await send('compare', { name: 'both', lowestRate: 0.5, fineTuning: { warmUpEpochs: 1 } });
  expect(job).toMatchObject({ kind: 'COMPARISON', children: [{ kind: 'TRAINING' }, { kind: 'TRAINING' }] });
  await ended(job.id);
  const { children, recommendation, ...comparison } = await readJob(job.id);
  expect(comparison).toMatchObject({ state: 'SUCCEEDED', model: null });
  expect(children).toEqual([
    { model: { ref: expect.stringMatching(/^both:[12]$/), strategy: 'feature-extraction' } },
    { model: { ref: expect.stringMatching(/^both:[12]$/), strategy: 'fine-tuning' } },
  ]);
  expect(recommendation.model.strategy).toBe('feature-extraction');
}, 90_000);

test('the same call with the same key is the same job; another call with it is refused', async () => {
  const input = { epochs: 1, idempotencyKey: 'monday' };
  const first = await send('train', input);
  const again = await send('train', input);
  expect(again.job.id).toBe(first.job.id);
  expect((await send('train', { ...input, epochs: 2 })).userErrors).toMatchObject([
    { code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] },
  ]);
  await service.execute(CANCEL, { id: first.job.id });
  await ended(first.job.id);
}, 60_000);

test('cancelling a comparison cancels its trainings; retrying brings them back', async () => {
  const { job } = await send('compare', { epochs: 30, earlyStopping: 0 });
  const change = async (name: string) =>
    (
      await service.execute(
        `mutation ($id: ID!) { ${name}(input: { job: $id }) { job { state } userErrors { code } } }`,
        {
          id: job.id,
        },
      )
    )[name];
  expect((await change('cancelTraining')).userErrors).toEqual([]);
  await ended(job.id);
  expect(await readJob(job.id)).toMatchObject({ state: 'CANCELED' });
  expect((await change('cancelJob')).job.state).toBe('CANCELED');
  expect((await change('retryTraining')).job.state).toMatch(/QUEUED|RUNNING/);
  expect((await change('retryTraining')).userErrors).toEqual([{ code: 'JOB_NOT_RETRYABLE' }]);
  await change('cancelJob');
  await ended(job.id);
}, 60_000);

describe('refused before anything is queued, with the field that is wrong:', () => {
  const tuned = (fineTuning: object) => ({ strategy: { fineTuning } });
  test.each<[string, Record<string, unknown>, string, string]>([
    ['a dataset that is not there', { dataset: 'nonsense' }, 'NOT_FOUND', 'dataset'],
    ['a backbone that nobody knows', { backbone: 'vgg17' }, 'BACKBONE_UNKNOWN', 'backbone'],
    [
      'pictures too small for it',
      { backboneOptions: { inputSize: 8 } },
      'BACKBONE_INPUT_SIZE',
      'backboneOptions.inputSize',
    ],
    [
      'a width that nobody trained',
      { backbone: 'mobilenet-v2', backboneOptions: { alpha: 9 } },
      'BACKBONE_ALPHA',
      'backboneOptions.alpha',
    ],
    [
      'a layer that is not there',
      tuned({ from: 'block5_conv1' }),
      'NETWORK_UNKNOWN_LAYER',
      'strategy.fineTuning.from',
    ],
    [
      'a layer that cannot be cut at',
      tuned({ from: 'block6b_dwconv' }),
      'NETWORK_INVALID_CUT',
      'strategy.fineTuning.from',
    ],
    [
      'a warm-up of less than nothing',
      tuned({ warmUpEpochs: -1 }),
      'OPTION_INVALID',
      'strategy.fineTuning.warmUpEpochs',
    ],
    ['no epochs', { epochs: 0 }, 'OPTION_INVALID', 'epochs'],
    ['no batch', { batchSize: 0 }, 'OPTION_INVALID', 'batchSize'],
    ['a learning rate beyond reason', { learningRate: 11 }, 'OPTION_INVALID', 'learningRate'],
    ['dropout of everything', { head: { dropout: 1 } }, 'OPTION_INVALID', 'head.dropout'],
    ['a layer without units', { head: { dense: [{ units: 0 }] } }, 'OPTION_INVALID', 'head.dense.0.units'],
    ['weight decay without its optimiser', { weightDecay: 0.1 }, 'OPTION_CONFLICT', 'weightDecay'],
    ['weight decay below 0', { optimizer: 'ADAMW', weightDecay: -1 }, 'OPTION_INVALID', 'weightDecay'],
    [
      'clipping to nothing',
      { gradientClipping: { globalNorm: 0 } },
      'OPTION_INVALID',
      'gradientClipping.globalNorm',
    ],
    ['too much smoothing', { labelSmoothing: 1 }, 'OPTION_INVALID', 'labelSmoothing'],
    ['rates by layer where none learns', { lowestRate: 0.1 }, 'OPTION_CONFLICT', 'lowestRate'],
    ['a lowest rate above the head’s', { ...tuned({}), lowestRate: 2 }, 'OPTION_INVALID', 'lowestRate'],
    [
      'unfreezing after the end',
      tuned({ unfreezeAt: [2] }),
      'OPTION_INVALID',
      'strategy.fineTuning.unfreezeAt',
    ],
    [
      'a constant of another optimizer',
      { optimizerConstants: { momentum: 0.9 } },
      'OPTION_CONFLICT',
      'optimizerConstants.momentum',
    ],
    [
      'a constant out of range',
      { optimizer: 'SGD', optimizerConstants: { momentum: 1 } },
      'OPTION_INVALID',
      'optimizerConstants.momentum',
    ],
    ['no time', { budgetSeconds: 0 }, 'OPTION_INVALID', 'budgetSeconds'],
    ['a head named and described', { head: { name: 'LINEAR', l2: 0.1 } }, 'OPTION_CONFLICT', 'head.name'],
    [
      'weights of other labels',
      { classWeights: { perLabel: [{ label: 'cat', weight: 2 }] } },
      'OPTION_INVALID',
      'classWeights',
    ],
    [
      'nothing left to train on',
      { testFraction: 0.9, validationFraction: 0.1 },
      'OPTION_INVALID',
      'validationFraction',
    ],
    [
      'more views than allowed',
      { augmentation: { preset: 'LIGHT', views: 1000 } },
      'OPTION_INVALID',
      'augmentation.views',
    ],
    ['a model name that is a path', { name: '../x' }, 'OPTION_INVALID', 'name'],
    ['a key that is none', { idempotencyKey: '' }, 'OPTION_INVALID', 'idempotencyKey'],
  ])('%s', async (_, input, code, field) => {
    const count = async () => (await service.app.db.selectFrom('jobs').select('id').execute()).length;
    const before = await count();
    const { job, userErrors } = await send('train', input);
    expect(job).toBeNull();
    expect(userErrors).toMatchObject([{ code, field: ['input', ...field.split('.')] }]);
    expect(await count()).toBe(before);
  });

  test('a dataset with one label, or too few pictures', async () => {
    const make = async (name: string, labels: readonly string[]) => {
      const { app } = service;
      const id = crypto.randomUUID();
      await app.db.insertInto('datasets').values({ id, name }).execute();
      for (const [i, label] of labels.entries()) {
        const picture = { id: crypto.randomUUID(), dataset_id: id, name: `${i}.png`, label, split: null };
        const facts = { sha256: String(i).padStart(64, '0'), bytes: 1, width: 9, height: 9 };
        await app.db
          .insertInto('pictures')
          .values({ ...picture, ...facts })
          .execute();
      }
      return (await send('train', { dataset: id })).userErrors[0];
    };
    expect(await make('empty', [])).toMatchObject({ code: 'DATASET_EMPTY', field: ['input', 'dataset'] });
    expect(await make('single', ['a', 'a'])).toMatchObject({ code: 'DATASET_SINGLE_CLASS' });
    expect(await make('few', ['a', 'a', 'b', 'b'])).toMatchObject({ code: 'DATASET_TOO_SMALL' });
  });
});
