import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fineTuning, readBundle } from '@graft/core';
import { type Postgres, startPostgres } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../app.js';
import { readConfig } from '../config.js';
import { createDataset } from '../datasets/create-dataset.js';
import { epochsOf as toldEpochs } from '../jobs/list-events.js';
import { runJob } from '../jobs/run-job.js';
import { openApp } from '../open-app.js';
import { startTraining } from '../training/start-training.js';
import { drawPictures } from '../training/testing.js';
import { jobHandlers } from './job-handlers.js';
import { type ServiceProcess, startProcess } from './testing.js';

const EPOCHS = 12;
const PRINCIPAL = { id: 'local', scopes: new Set(['admin'] as const) };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-kill-'));
  await drawPictures(join(folder, 'colours'), 24);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('with PostgreSQL and workers of their own', () => {
  let postgres: Postgres;
  let app: App;
  let close: () => Promise<void>;
  let dataset: string;
  let undisturbed: string;
  const workers: ServiceProcess[] = [];

  const env = (cache: string) => ({
    DATABASE_URL: postgres.url,
    GRAFT_STORAGE: join(folder, 'storage'),
    GRAFT_DATASET_ROOTS: folder,
    GRAFT_LOG_LEVEL: 'silent',
    GRAFT_CACHE: join(folder, cache),
  });
  const startWorker = async (cache: string) => {
    const worker = await startProcess('work', env(cache));
    workers.push(worker);
    return worker;
  };

  beforeAll(async () => {
    postgres = await startPostgres();
    ({ app, close } = await openApp(readConfig(env('server'))));
    dataset = await importColours(app, folder);
    undisturbed = await startSlowTraining(app, dataset);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
    await close?.();
    await postgres?.stop();
  });

  test('a worker is killed in the middle of an epoch: another one, with nothing in its cache, ends with the same bits', async () => {
    const first = await startWorker('one');
    await ended(app, undisturbed);
    const killed = await startSlowTraining(app, dataset);
    await untilEpoch(app, killed, 3);
    await first.end('SIGKILL');
    await startWorker('two');
    await ended(app, killed);
    await expectOneGoodModel(app, killed, 2);
    expect(await weightsOf(app, killed)).toBe(await weightsOf(app, undisturbed));
  }, 120_000);

  test('PostgreSQL is killed: the worker goes on', async () => {
    const job = await startSlowTraining(app, dataset);
    await untilEpoch(app, job, 3);
    await postgres.kill();
    await postgres.restart();
    await ended(app, job);
    await expectOneGoodModel(app, job);
    expect(await weightsOf(app, job)).toBe(await weightsOf(app, undisturbed));
  }, 120_000);

  test('a worker is asked to stop: its job is in the queue at once and goes on where it was', async () => {
    const job = await startSlowTraining(app, dataset);
    await untilEpoch(app, job, 3);
    expect(await workers.at(-1)!.end('SIGTERM')).toBe(0);
    expect(await stateOf(app, job)).toBe('QUEUED');
    await startWorker('three');
    await ended(app, job);
    await expectOneGoodModel(app, job, 2);
    expect(await weightsOf(app, job)).toBe(await weightsOf(app, undisturbed));
  }, 120_000);
});

test('with everything in one process: it is killed, started again on its folder, and ends the job', async () => {
  const env = {
    GRAFT_DATA: join(folder, 'embedded'),
    GRAFT_DATASET_ROOTS: folder,
    GRAFT_PORT: '0',
    GRAFT_CACHE: join(folder, 'one'),
  };
  let server = await startProcess('serve', env);
  const ask = async (query: string) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is its query.
    return ((await response.json()) as { data: any }).data;
  };
  const made = await ask(
    `mutation { createDataset(input: { name: "colours", source: { folder: ${JSON.stringify(join(folder, 'colours'))} } }) { dataset { id } job { id } } }`,
  );
  const read = async (id: string) =>
    (await ask(`{ job(id: "${id}") { state attempt epochs { epoch } model { ref } } }`)).job;
  await expect
    .poll(async () => (await read(made.createDataset.job.id)).state, { timeout: 30_000 })
    .toBe('SUCCEEDED');
  const { train } = await ask(
    `mutation { train(input: { dataset: "${made.createDataset.dataset.id}", epochs: ${EPOCHS}, batchSize: 4, earlyStopping: 0, backboneOptions: { inputSize: 32 }, strategy: { fineTuning: { from: "block6a_expand_conv", warmUpEpochs: 0 } } }) { job { id } } }`,
  );
  const epochs = async () => (await read(train.job.id)).epochs.length;
  await expect.poll(epochs, { timeout: 60_000, interval: 50 }).toBeGreaterThanOrEqual(3);
  await server.end('SIGKILL');
  server = await startProcess('serve', env);
  await expect.poll(async () => (await read(train.job.id)).state, { timeout: 60_000 }).toBe('SUCCEEDED');
  expect(await read(train.job.id)).toMatchObject({
    attempt: 2,
    epochs: Array.from({ length: EPOCHS }, (_, i) => ({ epoch: i + 1 })),
    model: { ref: 'colours:1' },
  });
  expect((await ask('{ models { edges { node { id } } } }')).models.edges).toHaveLength(1);
  expect(await server.end('SIGTERM')).toBe(0);
}, 150_000);

async function importColours(app: App, folder: string): Promise<string> {
  const source = { folder: join(folder, 'colours') };
  const { dataset, job } = await createDataset(app, PRINCIPAL, { name: 'colours', source });
  await runJob(app, jobHandlers, job!.id, new AbortController().signal);
  return dataset.id;
}

/** About half a second an epoch, so that there is time to kill somebody. */
async function startSlowTraining(app: App, dataset: string): Promise<string> {
  const { id } = await startTraining(app, PRINCIPAL, {
    dataset,
    cacheFeatures: true,
    fractions: {},
    recipe: {
      backbone: { name: 'efficientnet-lite0', inputSize: 32 },
      strategy: fineTuning({ from: 'block6a_expand_conv', warmUpEpochs: 0 }),
      epochs: EPOCHS,
      batchSize: 4,
      earlyStopping: false,
    },
  });
  return id;
}

async function epochsOf(app: App, job: string): Promise<number[]> {
  return (await toldEpochs(app, job)).map(({ epoch }) => epoch);
}

async function stateOf(app: App, job: string): Promise<string> {
  return (await app.db.selectFrom('jobs').select('state').where('id', '=', job).executeTakeFirstOrThrow())
    .state;
}

const untilEpoch = (app: App, job: string, epoch: number) =>
  expect
    .poll(async () => (await epochsOf(app, job)).length, { timeout: 60_000, interval: 50 })
    .toBeGreaterThanOrEqual(epoch);

async function ended(app: App, job: string): Promise<void> {
  // A database that is just coming up refuses.
  const state = () => stateOf(app, job).catch(() => 'unknown');
  await expect.poll(state, { timeout: 90_000, interval: 200 }).toMatch(/SUCCEEDED|FAILED|CANCELED/);
  const { error_code, error_message } = await app.db
    .selectFrom('jobs')
    .selectAll()
    .where('id', '=', job)
    .executeTakeFirstOrThrow();
  expect([error_code, error_message]).toEqual([null, null]);
}

async function modelOf(app: App, job: string) {
  const models = await app.db.selectFrom('models').selectAll().where('job_id', '=', job).execute();
  expect(models).toHaveLength(1);
  return models[0]!;
}

async function weightsOf(app: App, job: string): Promise<string> {
  return (await modelOf(app, job)).manifest.files['weights.safetensors']!.sha256;
}

/** Every epoch once, one model that can be read, nothing of other attempts. */
async function expectOneGoodModel(app: App, job: string, attempts?: number): Promise<void> {
  const { storage_prefix: prefix } = await modelOf(app, job);
  expect(await epochsOf(app, job)).toEqual(Array.from({ length: EPOCHS }, (_, i) => i + 1));
  const { attempt } = await app.db
    .selectFrom('jobs')
    .select('attempt')
    .where('id', '=', job)
    .executeTakeFirstOrThrow();
  if (attempts !== undefined) expect(attempt).toBe(attempts);
  await readBundle(app.storage, prefix);
  const leftovers = async () =>
    [...(await app.storage.list(`models/${job}/`)), ...(await app.storage.list(`jobs/${job}/`))].filter(
      (key) => !key.startsWith(`${prefix}/`),
    );
  await expect.poll(leftovers, { timeout: 5000 }).toEqual([]);
}
