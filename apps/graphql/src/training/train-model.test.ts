import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type EpochRecord, featureExtraction, readBundle } from '@graft/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJob } from '../jobs/create-job.js';
import type { JobHandlers } from '../jobs/job-handler.js';
import { type TestApp, testApp } from '../testing.js';
import { runWorker } from '../worker/run-worker.js';
import { drawPictures } from './testing.js';
import { trainModel } from './train-model.js';

let service: TestApp;

beforeAll(async () => {
  service = await testApp();
  const data = await drawPictures(join(service.folder, 'colours'), 10);
  const handlers = { TRAINING: trainModel(async () => data) } as unknown as JobHandlers;
  await runWorker(service.app, handlers, 1);
});
afterAll(() => service?.close());

test('a training goes through the queue to one model in storage', async () => {
  const { app, principal } = service;
  const { id } = await createJob(app, principal, {
    kind: 'TRAINING',
    datasetId: randomUUID(),
    datasetVersion: 'v',
    input: {
      name: 'colours',
      recipe: {
        strategy: featureExtraction(),
        backbone: { name: 'efficientnet-lite0', inputSize: 32 },
        epochs: 3,
      },
      cacheFeatures: true,
      fractions: {},
    },
  });
  await expect
    .poll(
      () =>
        app.db.selectFrom('jobs').select(['state', 'error_message']).where('id', '=', id).executeTakeFirst(),
      {
        timeout: 60_000,
        interval: 200,
      },
    )
    .toEqual({ state: 'SUCCEEDED', error_message: null });
  const models = await app.db.selectFrom('models').selectAll().execute();
  expect(models).toMatchObject([{ name: 'colours', version: 1, job_id: id }]);
  const { manifest, compiled } = await readBundle(app.storage, models[0]!.storage_prefix);
  expect(manifest).toEqual(models[0]!.manifest);
  expect(compiled).toBeDefined();
  const events = await app.db.selectFrom('job_events').selectAll().orderBy('id').execute();
  expect(
    events
      .filter(({ type }) => type === 'epoch')
      .map(({ payload }) => (payload as { record: EpochRecord }).record.epoch),
  ).toEqual([1, 2, 3]);
});
