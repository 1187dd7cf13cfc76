import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  fileStorage,
  loadDataset,
  loadTargetModel,
  type MultiLabelAnswer,
  type RegressionAnswer,
  trainTargets,
} from '@graft/core';
import { s3Storage } from '@graft/storage-s3';
import { drawShapes, shapesPicture } from '@graft/testing';
import { type S3Server, startS3 } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../testing.js';
import { redPicture, trainColours } from '../testing-model.js';
import { jobHandlers } from '../worker/job-handlers.js';
import { runWorker } from '../worker/run-worker.js';

let s3: S3Server;
let service: TestApp;
let both: string;
let none: string;

beforeAll(async () => {
  s3 = await startS3();
  Object.assign(process.env, s3.env);
  service = await testApp({ storage: () => s3Storage(s3) });
  await runWorker(service.app, jobHandlers, 1);
  const { folder, app } = service;
  const manifests = await drawShapes(join(folder, 'drawn'));
  await trainInto(join(folder, 'shapes'), manifests.labels, 'multi-label');
  await trainInto(join(folder, 'brightness'), manifests.brightness, 'regression');
  const brightness = fileStorage(join(folder, 'brightness'));
  for (const key of await brightness.list())
    await app.storage.write(`imports/brightness/${key}`, await brightness.read(key));
  both = (await shapesPicture(['disc', 'bars'], 0.6)).toString('base64');
  none = (await shapesPicture([], 0.4)).toString('base64');
  await importNow({ name: 'shapes', from: { folder: 'shapes' } });
  await importNow({ name: 'brightness', from: { storagePrefix: 'imports/brightness' } });
}, 180_000);
afterAll(async () => {
  await service?.close();
  await s3?.stop();
});

/** As `graft train --out` does. */
async function trainInto(folder: string, manifest: string, task: 'multi-label' | 'regression') {
  const featureCache = join(service.folder, 'features');
  const result = await trainTargets({ dataset: await loadDataset(manifest, { task }), featureCache });
  await result.save(fileStorage(folder), '');
  result.dispose();
}

const sendImport = async (input: object) =>
  (
    await service.execute(
      'mutation ($input: ImportModelInput!) { importModel(input: $input) { job { id } userErrors { code field message } } }',
      { input },
    )
  ).importModel;

async function importNow(input: object, state: 'SUCCEEDED' | 'FAILED' = 'SUCCEEDED'): Promise<string> {
  const { job, userErrors } = await sendImport(input);
  expect(userErrors).toEqual([]);
  expect(await ended(job.id)).toBe(state);
  return job.id;
}

const predict = async (input: object) =>
  (
    await service.execute(
      `mutation ($input: PredictInput!) { predict(input: $input) {
        model { ref task } userErrors { code field }
        predictions {
          label unknown labels { label probability } mostProbable { label probability }
          values { target value } error { code field } } } }`,
      { input },
    )
  ).predict;

const modelOf = async (ref: string) =>
  (
    await service.execute(
      `query ($ref: String!) { model(ref: $ref) {
        task labels targets strategy canAbstain majorityBaseline nearestNeighbourBaseline card datasetVersion
        metrics { accuracy } calibration { temperature } featureMap { x } testResults(first: 1) { edges { cursor } }
        multiLabelMetrics { count subsetAccuracy subsetAccuracyBaseline meanAveragePrecision perLabel { label threshold f1 } }
        regressionMetrics { count perTarget {
          target meanAbsoluteError { value low high } meanAbsoluteErrorBaseline r2 { value } } largestErrors { picture } }
        job { kind } } }`,
      { ref },
    )
  ).model;

describe('a model of several labels', () => {
  test('says every label over its threshold, and how probable others are, as the library does', async () => {
    const library = await loadTargetModel(join(service.folder, 'shapes'));
    const [expected] = (await library.predict([Buffer.from(both, 'base64')])) as [MultiLabelAnswer];
    const { model, predictions } = await predict({ model: 'shapes', images: [{ base64: both }], topK: 1 });
    expect(model).toEqual({ ref: 'shapes:1', task: 'MULTI_LABEL' });
    expect(predictions).toEqual([
      {
        label: expected.labels[0]!.label,
        unknown: false,
        labels: expected.labels,
        mostProbable: expected.all.slice(0, 1),
        values: [],
        error: null,
      },
    ]);
    expect(expected.labels).toHaveLength(2);
    library.dispose();
  });

  test('says none where none applies; a picture that is none costs no other its answer', async () => {
    const images = [{ base64: none }, { base64: Buffer.from('no picture').toString('base64') }];
    const { predictions } = await predict({ model: 'shapes', images });
    expect(predictions[0]).toMatchObject({ label: null, labels: [], error: null });
    expect(predictions[0].mostProbable).toHaveLength(2);
    expect(predictions[1]).toMatchObject({ mostProbable: [], error: { code: 'IMAGE_FORMAT' } });
  });

  test('tells what it is and how good', async () => {
    const model = await modelOf('shapes');
    expect(model).toMatchObject({
      task: 'MULTI_LABEL',
      labels: ['bars', 'disc'],
      targets: [],
      canAbstain: false,
      metrics: null,
      majorityBaseline: null,
      calibration: null,
      featureMap: null,
      testResults: null,
      regressionMetrics: null,
      job: { kind: 'MODEL_IMPORT' },
    });
    const { subsetAccuracy, subsetAccuracyBaseline, perLabel } = model.multiLabelMetrics;
    expect(subsetAccuracy).toBeGreaterThan(subsetAccuracyBaseline);
    expect(perLabel.map(({ label }: { label: string }) => label)).toEqual(['bars', 'disc']);
    expect(model.card).toContain('bars');
  });
});

test('a regression gives a number for each target, as the library does', async () => {
  const library = await loadTargetModel(join(service.folder, 'brightness'));
  const [expected] = (await library.predict([Buffer.from(both, 'base64')])) as [RegressionAnswer];
  const { model, predictions } = await predict({ model: 'brightness', images: [{ base64: both }] });
  expect(model).toEqual({ ref: 'brightness:1', task: 'REGRESSION' });
  expect(predictions).toEqual([
    { label: null, unknown: false, labels: [], mostProbable: [], values: expected.values, error: null },
  ]);
  expect(expected.values[0]!.value).toBeCloseTo(0.6, 1);
  const facts = await modelOf('brightness');
  expect(facts).toMatchObject({ labels: [], targets: ['target_brightness'], multiLabelMetrics: null });
  const [{ meanAbsoluteError, meanAbsoluteErrorBaseline }] = facts.regressionMetrics.perTarget;
  expect(meanAbsoluteError.value).toBeLessThan(meanAbsoluteErrorBaseline);
  library.dispose();
});

describe('test-time augmentation', () => {
  test('is the mean over variations, as the library has it', async () => {
    const library = await loadTargetModel(join(service.folder, 'shapes'));
    const [expected] = (await library.predict([Buffer.from(both, 'base64')], { views: 4 })) as [
      MultiLabelAnswer,
    ];
    const images = [{ base64: both }];
    const { predictions } = await predict({ model: 'shapes', images, views: 4 });
    expect(predictions[0].mostProbable).toEqual(expected.all);
    expect((await predict({ model: 'shapes', images })).predictions[0].mostProbable).not.toEqual(
      expected.all,
    );
    library.dispose();
  });

  test('works with one label a picture, too', async () => {
    await trainColours(service.app, service.folder);
    for (const key of await service.app.storage.list()) {
      if (!/^(models\/colours\/1|prefixes)\//.test(key)) continue;
      const place = join(service.folder, 'taken', key.replace('models/colours/1/', ''));
      await mkdir(join(place, '..'), { recursive: true });
      await writeFile(place, await service.app.storage.read(key));
    }
    await importNow({ name: 'colours', from: { folder: 'taken' } });
    const images = [{ base64: (await redPicture()).toString('base64') }];
    const { model, predictions } = await predict({ model: 'colours', images, views: 3 });
    expect(model.task).toBe('SINGLE_LABEL');
    expect(predictions[0]).toMatchObject({ label: 'red', labels: predictions[0].mostProbable, values: [] });
    expect((await modelOf('colours')).metrics.accuracy).toBeGreaterThan(0.5);
  }, 120_000);

  test.each([0, 65])('refuses %d views', async (views) => {
    const { userErrors } = await predict({ model: 'shapes', images: [{ base64: both }], views });
    expect(userErrors).toEqual([{ code: 'OPTION_INVALID', field: ['input', 'views'] }]);
  });
});

test('a model of another task cannot call a picture unknown, or be compared', async () => {
  const images = [{ base64: both }];
  expect((await predict({ model: 'shapes', images, abstain: true })).userErrors).toEqual([
    { code: 'OPTION_INVALID', field: ['input', 'abstain'] },
  ]);
  const comparing = service.execute(
    '{ compareModels(first: "shapes", second: "brightness") { p differences { name } } }',
  );
  await expect(comparing).rejects.toThrow(/one label/);
});

test('a whole dataset is answered in lines that say labels or values', async () => {
  for (const [i, shown] of [['disc'], []].entries()) {
    await mkdir(join(service.folder, 'unlabelled', 'all'), { recursive: true });
    await writeFile(join(service.folder, 'unlabelled', 'all', `${i}.png`), await shapesPicture(shown, 0.5));
  }
  const { createDataset } = await service.execute(
    'mutation { createDataset(input: { name: "unlabelled", source: { folder: "unlabelled" } }) { dataset { id } job { id } } }',
  );
  await ended(createDataset.job.id);
  const lines = async (model: string, views: number) => {
    const { predictDataset } = await service.execute(
      'mutation ($input: PredictDatasetInput!) { predictDataset(input: $input) { job { id } } }',
      { input: { model, dataset: createDataset.dataset.id, views } },
    );
    await ended(predictDataset.job.id);
    const { job } = await service.execute(
      'query ($id: ID!) { job(id: $id) { state predictions { pictures failures agreement } } }',
      { id: predictDataset.job.id },
    );
    expect(job).toEqual({
      state: 'SUCCEEDED',
      predictions: { pictures: 2, failures: 0, agreement: null },
    });
    const id = Buffer.from(predictDataset.job.id, 'base64').toString().split(':')[1]!;
    const text = await service.app.storage.read(`results/${id}/1.jsonl`);
    return Buffer.from(text)
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  const labels = await lines('shapes', 2);
  expect(labels.map((line) => line.labels.map(({ label }: { label: string }) => label))).toEqual([
    ['disc'],
    [],
  ]);
  expect((await lines('brightness', 1))[0].values).toEqual([
    { target: 'target_brightness', value: expect.closeTo(0.5, 1) },
  ]);
}, 120_000);

describe('a model is not taken in', () => {
  test.each([
    ['from a folder that is not allowed', { folder: '/etc' }, 'PATH_NOT_ALLOWED', 'from.folder'],
    ['from where none is', { folder: '.' }, 'BUNDLE_NOT_FOUND', 'from.folder'],
    ['from the storage’s own', { storagePrefix: 'models/x' }, 'PATH_NOT_ALLOWED', 'from.storagePrefix'],
  ])('%s', async (_name, from, code, field) => {
    const { job, userErrors } = await sendImport({ name: 'x', from });
    expect(job).toBeNull();
    expect(userErrors).toMatchObject([{ code, field: ['input', ...field.split('.')] }]);
  });

  test('under a name that is a path', async () => {
    const { userErrors } = await sendImport({ name: '../x', from: { folder: 'shapes' } });
    expect(userErrors).toMatchObject([{ code: 'OPTION_INVALID', field: ['input', 'name'] }]);
  });

  test('when a byte of it is not what was saved', async () => {
    const damaged = join(service.folder, 'shapes', 'weights.safetensors');
    const whole = await readFile(damaged);
    await writeFile(damaged, whole.subarray(1));
    const id = await importNow({ name: 'damaged', from: { folder: 'shapes' } }, 'FAILED');
    await writeFile(damaged, whole);
    const { job } = await service.execute(
      'query ($id: ID!) { job(id: $id) { error { code message } model { ref } } }',
      { id },
    );
    expect(job).toMatchObject({ error: { code: 'BUNDLE_CHANGED' }, model: null });
    expect(job.error.message).not.toContain(service.folder);
  });
});

/** @returns the state in which the job ended. */
async function ended(id: string): Promise<string> {
  const { job } = await service.execute('query ($id: ID!) { job(id: $id) { state } }', { id });
  if (job.state !== 'QUEUED' && job.state !== 'RUNNING') return job.state;
  await new Promise((resolve) => setTimeout(resolve, 200));
  return ended(id);
}
