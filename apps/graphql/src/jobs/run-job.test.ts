import { setTimeout as sleep } from 'node:timers/promises';
import { DatasetError, type EpochRecord, TrainingError } from '@graft/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../testing.js';
import { cancelJob } from './cancel-job.js';
import { MAX_FAILURES } from './claim-job.js';
import type { JobHandler } from './job-handler.js';
import { modelPrefix } from './job-storage.js';
import { recoverJobs } from './recover-jobs.js';
import { retryJob } from './retry-job.js';
import { runJob } from './run-job.js';
import { modelAt, queueJob, readJob, trainingsBy } from './testing.js';

let service: TestApp;
const never = new AbortController().signal;

beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service?.close());
beforeEach(async () => {
  for (const table of ['models', 'jobs', 'model_names'] as const)
    await service.app.db.deleteFrom(table).execute();
});

const run = (id: string, handler: JobHandler, stop = never) =>
  runJob(service.app, trainingsBy(handler), id, stop);
const models = () => service.app.db.selectFrom('models').selectAll().orderBy('version').execute();
const states = async (id: string) => {
  const rows = await service.app.db
    .selectFrom('job_events')
    .select('payload')
    .where('job_id', '=', id)
    .where('type', '=', 'state')
    .orderBy('id')
    .execute();
  return rows.map(({ payload }) => (payload as { state: string }).state);
};
/** A handler that works until it is told to stop. */
const untilStopped: JobHandler = async (_app, { signal }) => {
  await sleep(60_000, undefined, { signal });
  throw new Error('never told to stop');
};

const epoch = (number: number): EpochRecord => ({
  phase: 'training',
  epoch: number,
  loss: 1,
  accuracy: 0.5,
  validationLoss: 1,
  validationAccuracy: 0.5,
  learningRate: 0.001,
  seconds: 1,
});

describe('a job', () => {
  test('ends with its model in one step, and is then nobody’s work', async () => {
    const { id } = await queueJob(service);
    let calls = 0;
    const handler: JobHandler = async (_app, { row }) => {
      calls++;
      return modelAt(modelPrefix(row));
    };
    await run(id, handler);
    await run(id, handler);
    expect(calls).toBe(1);
    expect(await readJob(service, id)).toMatchObject({ state: 'SUCCEEDED', attempt: 1, error_code: null });
    expect(await models()).toMatchObject([{ name: 'pets', version: 1, job_id: id }]);
    expect(await states(id)).toEqual(['QUEUED', 'RUNNING', 'SUCCEEDED']);
  });

  test('of a worker that was given up makes no second model, and what that worker wrote is removed', async () => {
    const { app } = service;
    const { id } = await queueJob(service);
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const save: JobHandler = async (_app, { row }) => {
      await app.storage.write(`${modelPrefix(row)}/model.json`, new Uint8Array(1));
      return modelAt(modelPrefix(row));
    };
    const slow = run(id, async (...args) => {
      await held;
      return save(...args);
    });
    await expect.poll(async () => (await readJob(service, id)).attempt).toBe(1);
    await run(id, save);
    letGo();
    await slow;
    expect(await models()).toMatchObject([{ storage_prefix: `models/${id}/2` }]);
    expect(await app.storage.list(`models/${id}/`)).toEqual([`models/${id}/2/model.json`]);
    expect(await states(id)).toEqual(['QUEUED', 'RUNNING', 'RUNNING', 'SUCCEEDED']);
  });

  test('tells a worker that was given up to stop', async () => {
    const { id } = await queueJob(service);
    const slow = run(id, untilStopped);
    await expect.poll(async () => (await readJob(service, id)).attempt).toBe(1);
    await run(id, async (_app, { row }) => modelAt(modelPrefix(row)));
    await slow;
    expect(await models()).toHaveLength(1);
  });

  test('that cannot be done fails at once, with code and message', async () => {
    const { id } = await queueJob(service);
    await run(id, async () => {
      throw new DatasetError('DATASET_TOO_SMALL', 'Too few pictures.');
    });
    expect(await readJob(service, id)).toMatchObject({
      state: 'FAILED',
      attempt: 1,
      error_code: 'DATASET_TOO_SMALL',
      error_message: 'Too few pictures.',
    });
  });

  test('that goes wrong is repeated a few times; an epoch in between is a new start', async () => {
    const { id } = await queueJob(service);
    const fail: JobHandler = async () => {
      throw new TrainingError('TRAINING_DIVERGED', 'The loss is not a number.');
    };
    for (let i = 1; i < MAX_FAILURES; i++) await run(id, fail);
    expect(await readJob(service, id)).toMatchObject({ state: 'QUEUED', failures: MAX_FAILURES - 1 });
    await run(id, async (...args) => {
      await args[1].report({ type: 'epoch', stage: 'training', epochs: 9, record: epoch(1) });
      return fail(...args);
    });
    expect(await readJob(service, id)).toMatchObject({ state: 'QUEUED', failures: 1 });
    for (let i = 1; i < MAX_FAILURES; i++) await run(id, fail);
    expect(await readJob(service, id)).toMatchObject({ state: 'FAILED', error_code: 'TRAINING_DIVERGED' });
  });

  test('shows nobody what is inside an error that is not meant for users', async () => {
    const { id } = await queueJob(service);
    for (let i = 0; i < MAX_FAILURES; i++) {
      await run(id, async () => {
        throw new Error('password=1234');
      });
    }
    const { error_code, error_message } = await readJob(service, id);
    expect(error_code).toBe('INTERNAL_ERROR');
    expect(error_message).not.toContain('1234');
  });

  test('goes back to the queue when its worker stops', async () => {
    const { id } = await queueJob(service);
    const stop = new AbortController();
    const working = run(id, untilStopped, stop.signal);
    await expect.poll(async () => (await readJob(service, id)).state).toBe('RUNNING');
    stop.abort();
    await working;
    expect(await readJob(service, id)).toMatchObject({ state: 'QUEUED', failures: 0 });
    await run(id, async (_app, { row }) => modelAt(modelPrefix(row)));
    expect(await readJob(service, id)).toMatchObject({ state: 'SUCCEEDED', attempt: 2 });
  });

  test('that every worker vanishes with fails in the end', async () => {
    const { app } = service;
    const { id } = await queueJob(service);
    for (let i = 0; i < MAX_FAILURES; i++) {
      // As a killed worker leaves it.
      await app.db.updateTable('jobs').set({ state: 'RUNNING', failures: i }).where('id', '=', id).execute();
      if (i === MAX_FAILURES - 1) await run(id, untilStopped);
    }
    expect(await readJob(service, id)).toMatchObject({ state: 'FAILED', error_code: 'JOB_WORKERS_LOST' });
  });

  test('tells of every epoch once, though attempts repeat them', async () => {
    const { app } = service;
    const { id } = await queueJob(service);
    const tell =
      (numbers: readonly number[]): JobHandler =>
      async (_app, { report }) => {
        for (const number of numbers) {
          void report({ type: 'epoch', stage: 'training', epochs: 3, record: epoch(number) });
        }
        throw new TrainingError('TRAINING_DIVERGED', 'x');
      };
    await run(id, tell([1, 2]));
    await run(id, tell([2, 3]));
    const rows = await app.db
      .selectFrom('job_events')
      .select('payload')
      .where('type', '=', 'epoch')
      .orderBy('id')
      .execute();
    expect(rows.map(({ payload }) => (payload as { record: EpochRecord }).record.epoch)).toEqual([1, 2, 3]);
  });
});

describe('cancelling', () => {
  test('ends a waiting job at once, and as often as one likes', async () => {
    const job = await queueJob(service);
    await cancelJob(service.app, job);
    await cancelJob(service.app, job);
    expect(await states(job.id)).toEqual(['QUEUED', 'CANCELED']);
    let called = false;
    await run(job.id, async () => {
      called = true;
      return {};
    });
    expect(called).toBe(false);
  });

  test('stops a running one within two seconds; it can be retried', async () => {
    const job = await queueJob(service);
    const working = run(job.id, untilStopped);
    await expect.poll(async () => (await readJob(service, job.id)).state).toBe('RUNNING');
    const askedMs = performance.now();
    await cancelJob(service.app, job);
    await working;
    expect(performance.now() - askedMs).toBeLessThan(2500);
    expect(await readJob(service, job.id)).toMatchObject({ state: 'CANCELED' });
    await retryJob(service.app, await readJob(service, job.id));
    await run(job.id, async (_app, { row }) => modelAt(modelPrefix(row)));
    expect(await states(job.id)).toEqual(['QUEUED', 'RUNNING', 'CANCELED', 'QUEUED', 'RUNNING', 'SUCCEEDED']);
  });
});

test('versions count on within a name, and a number is never given again', async () => {
  const { app } = service;
  const make = async () => {
    const { id } = await queueJob(service);
    await run(id, async (_app, { row }) => modelAt(modelPrefix(row)));
  };
  await Promise.all([make(), make(), make()]);
  await app.db.deleteFrom('models').where('version', '=', 3).execute();
  await make();
  expect((await models()).map(({ version }) => version)).toEqual([1, 2, 4]);
});

test('a job whose place in the queue was lost is queued again, once', async () => {
  const { app } = service;
  const { id } = await queueJob(service);
  expect(await recoverJobs(app)).toBe(0);
  const { sql } = await import('kysely');
  await sql`delete from pgboss.job where singleton_key = ${id}`.execute(app.db);
  const counts = await Promise.all([recoverJobs(app), recoverJobs(app)]);
  expect(counts.sort()).toEqual([0, 1]);
});
