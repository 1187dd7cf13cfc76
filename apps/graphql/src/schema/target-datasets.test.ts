import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImagePreprocessing, imageDecoder, loadDataset, trainTargets } from '@graft/core';
import { drawShapes, shapesPicture } from '@graft/testing';
import { type Postgres, type S3Server, startPostgres, startS3 } from '@graft/testing/services';
import { unzipSync, zipSync } from 'fflate';
import { graphql } from 'graphql';
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App, Principal } from '../app.js';
import { readConfig } from '../config.js';
import { SCOPES } from '../database/tables.js';
import { findModel } from '../models/find-model.js';
import { openApp } from '../open-app.js';
import { jobHandlers } from '../worker/job-handlers.js';
import { runWorker } from '../worker/run-worker.js';
import { schema } from './schema.js';

let postgres: Postgres;
let s3: S3Server;
let folder: string;
let manifests: { labels: string; brightness: string };
let service: { app: App; close(): Promise<void> };
let shapes: string;
let brightness: string;

beforeAll(async () => {
  [postgres, s3, folder] = await Promise.all([
    startPostgres(),
    startS3(),
    mkdtemp(join(tmpdir(), 'graft-target-datasets-')),
  ]);
  Object.assign(process.env, s3.env);
  const env = {
    DATABASE_URL: postgres.url,
    GRAFT_STORAGE: `s3://${s3.bucket}/graft`,
    GRAFT_S3_ENDPOINT: s3.endpoint,
    GRAFT_DATASET_ROOTS: folder,
    GRAFT_LOG_LEVEL: 'silent',
  };
  service = await openApp({ ...readConfig(env), cache: join(folder, 'cache') });
  await runWorker(service.app, jobHandlers, 1);
  manifests = await drawShapes(join(folder, 'drawn'));
  const manifest = (path: string) => ({ manifest: { path } });
  shapes = await create({ name: 'shapes', task: 'MULTI_LABEL', source: manifest(manifests.labels) });
  brightness = await create({ name: 'bright', task: 'REGRESSION', source: manifest(manifests.brightness) });
}, 300_000);
afterAll(async () => {
  await service?.close();
  await Promise.all([postgres?.stop(), s3?.stop(), rm(folder, { recursive: true, force: true })]);
});

// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is the caller's query.
async function execute(source: string, variableValues: Record<string, unknown> = {}): Promise<any> {
  const { app } = service;
  const principal: Principal = { id: 'local', scopes: new Set(SCOPES) };
  const contextValue = { app, principal, requestId: randomUUID(), log: app.log };
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue });
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data;
}

/** @returns id of the dataset, once all of its source is there. */
async function create(input: object): Promise<string> {
  const { createDataset } = await execute(
    'mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { dataset { id } job { id } userErrors { message } } }',
    { input },
  );
  expect(createDataset.userErrors).toEqual([]);
  if (createDataset.job) expect(await ended(createDataset.job.id)).toMatchObject({ state: 'SUCCEEDED' });
  return createDataset.dataset.id;
}

/** @returns the job and its model, once it has ended well. */
async function train(input: object) {
  const { train } = await execute(
    'mutation ($input: TrainInput!) { train(input: $input) { job { id } userErrors { code field message } } }',
    { input },
  );
  expect(train.userErrors).toEqual([]);
  const job = await ended(train.job.id);
  expect(job).toMatchObject({ state: 'SUCCEEDED', error: null });
  return job;
}

async function ended(id: string) {
  const { job } = await execute(
    `query ($id: ID!) { job(id: $id) { state error { code message } events(first: 100) { edges { node {
      ... on JobEpochEnded { epoch { loss accuracy validationLoss validationAccuracy } } } } }
      recommendation { reason } children { state }
      model { ref task labels targets metrics { accuracy } datasetVersion
        multiLabelMetrics { count subsetAccuracy meanAveragePrecision perLabel { label threshold f1 } }
        regressionMetrics { count perTarget { target meanAbsoluteError { value low high } } } } } }`,
    { id },
  );
  if (job.state !== 'QUEUED' && job.state !== 'RUNNING') return job;
  await new Promise((resolve) => setTimeout(resolve, 300));
  return ended(id);
}

/** What the library makes of the same manifest. */
async function trainedByLibrary(manifest: string, task: 'multi-label' | 'regression') {
  const dataset = await loadDataset(manifest, { task });
  const result = await trainTargets({ dataset, featureCache: join(folder, 'cache', 'features') });
  result.dispose();
  return result.report;
}

describe('a dataset of several labels a picture', () => {
  test('counts a picture in each of its labels, and finds it by each', async () => {
    const { dataset } = await execute(
      `query ($id: ID!) { dataset(id: $id) { task pictureCount classes { label pictures }
        pictures(first: 3, label: "disc") { edges { node { name label } } } } }`,
      { id: shapes },
    );
    expect(dataset).toEqual({
      task: 'MULTI_LABEL',
      pictureCount: 48,
      classes: [
        { label: 'bars', pictures: 24 },
        { label: 'disc', pictures: 24 },
      ],
      pictures: {
        edges: [
          { node: { name: '0.png', label: '["bars","disc"]' } },
          { node: { name: '10.png', label: '["disc"]' } },
          { node: { name: '12.png', label: '["bars","disc"]' } },
        ],
      },
    });
  });

  test('gives the model that the library makes of its manifest', async () => {
    const { model } = await train({ dataset: shapes });
    const report = await trainedByLibrary(manifests.labels, 'multi-label');
    if (report.task !== 'multi-label') throw new Error();
    const { count, subsetAccuracy, meanAveragePrecision, perLabel } = report.test;
    expect(model).toMatchObject({
      ref: 'shapes:1',
      task: 'MULTI_LABEL',
      labels: ['bars', 'disc'],
      metrics: null,
      multiLabelMetrics: {
        count,
        subsetAccuracy,
        meanAveragePrecision,
        perLabel: perLabel.map(({ label, threshold, f1 }) => ({ label, threshold, f1 })),
      },
    });
  }, 120_000);

  test('is answered on as a whole, beside what its pictures show', async () => {
    const { predictDataset } = await execute(
      'mutation ($input: PredictDatasetInput!) { predictDataset(input: $input) { job { id } } }',
      { input: { model: 'shapes', dataset: shapes } },
    );
    expect(await ended(predictDataset.job.id)).toMatchObject({ state: 'SUCCEEDED' });
    const { job } = await execute('query ($id: ID!) { job(id: $id) { predictions { url agreement } } }', {
      id: predictDataset.job.id,
    });
    const [first] = (await (await fetch(job.predictions.url)).text()).split('\n');
    expect(JSON.parse(first!)).toMatchObject({ picture: '0.png', actual: ['bars', 'disc'] });
    expect(job.predictions.agreement).toBeNull();
  }, 60_000);

  test('is compared by both strategies, without a recommendation', async () => {
    const { compare } = await execute(
      'mutation ($input: CompareInput!) { compare(input: $input) { job { id } userErrors { message } } }',
      { input: { dataset: shapes, name: 'both', epochs: 1, backboneOptions: { inputSize: 32 } } },
    );
    const job = await ended(compare.job.id);
    expect(job.children).toEqual([{ state: 'SUCCEEDED' }, { state: 'SUCCEEDED' }]);
    expect(job.recommendation).toBeNull();
  }, 180_000);

  test('takes labels from a zip, and others from the next one', async () => {
    const dataset = await create({ name: 'zipped', task: 'MULTI_LABEL' });
    const picture = await shapesPicture(['disc'], 0.3);
    await uploadZip(dataset, { 'a.png': picture, 'metadata.csv': 'file_name,labels\na.png,disc|round' });
    expect(await labelsOf(dataset)).toEqual(['["disc","round"]']);
    await uploadZip(dataset, { 'a.png': picture, 'metadata.csv': 'file_name,labels\na.png,' });
    expect(await labelsOf(dataset)).toEqual(['[]']);
  }, 60_000);

  test('takes pictures by hand, each with all that it shows, and the same one again with more', async () => {
    const dataset = await create({ name: 'by hand', task: 'MULTI_LABEL' });
    const [one, other] = [await shapesPicture(['disc'], 0.3), await shapesPicture(['bars'], 0.6)];
    await upload(dataset, { name: 'disc/1.png', body: one });
    await upload(dataset, { name: '2.png', body: other, labels: [] });
    await upload(dataset, { name: '1.png', body: one, labels: ['round', 'disc'] });
    expect(await labelsOf(dataset)).toEqual(['[]', '["disc","round"]']);
    const { relabelPictures } = await execute(
      'mutation ($input: RelabelPicturesInput!) { relabelPictures(input: $input) { dataset { badFileCount classes { label pictures } } } }',
      { input: { dataset, pictures: await idsOf(dataset), labels: ['disc', 'bars', 'disc'] } },
    );
    expect(relabelPictures.dataset).toEqual({
      badFileCount: 0,
      classes: [
        { label: 'bars', pictures: 2 },
        { label: 'disc', pictures: 2 },
      ],
    });
  }, 60_000);

  test.each([
    [{ label: 'disc' }, 'labels'],
    [{}, 'labels'],
    [{ labels: ['disc', ' '] }, 'labels'],
    [{ labels: Array.from({ length: 100 }, (_, i) => `a rather long label ${i}`) }, 'labels'],
  ])('refuses to be told %j', async (said, field) => {
    const { relabelPictures } = await execute(
      'mutation ($input: RelabelPicturesInput!) { relabelPictures(input: $input) { userErrors { code field } } }',
      { input: { dataset: shapes, pictures: [], ...said } },
    );
    expect(relabelPictures.userErrors).toMatchObject([
      { code: 'OPTION_INVALID', field: expect.arrayContaining(['input', field]) },
    ]);
  });

  test('has no classes to change by hand', async () => {
    for (const [mutation, input] of Object.entries({
      addClass: { label: 'disc' },
      renameClass: { label: 'disc', newLabel: 'x' },
      removeClass: { label: 'disc' },
    })) {
      const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
      const answer = await execute(
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code field } } }`,
        { input: { dataset: shapes, ...input } },
      );
      expect(answer[mutation].userErrors, mutation).toEqual([
        { code: 'DATASET_TASK', field: ['input', 'dataset'] },
      ]);
    }
  });

  test('is not trained on with what needs one label a picture', async () => {
    const { train } = await execute(
      'mutation ($input: TrainInput!) { train(input: $input) { userErrors { code field } } }',
      { input: { dataset: shapes, classWeights: { balanced: true } } },
    );
    expect(train.userErrors).toEqual([{ code: 'OPTION_CONFLICT', field: ['input', 'classWeights'] }]);
  });

  test('is not made of folders, or of a manifest without its labels', async () => {
    const source = { manifest: { text: 'file_name,label_of\na.png,x', folder: 'drawn' } };
    const { createDataset } = await execute(
      'mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { userErrors { code field } } }',
      { input: { name: 'unlabelled', task: 'MULTI_LABEL', source } },
    );
    expect(createDataset.userErrors).toEqual([
      { code: 'DATASET_MANIFEST', field: ['input', 'source', 'manifest', 'text'] },
    ]);
    const { createDataset: folders } = await execute(
      'mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { job { id } } }',
      { input: { name: 'folders', task: 'MULTI_LABEL', source: { folder: 'drawn' } } },
    );
    expect(await ended(folders.job.id)).toMatchObject({
      state: 'FAILED',
      error: { code: 'DATASET_NO_CLASSES' },
    });
  });
});

describe('a dataset of numbers', () => {
  test('gives the model that the library makes of its manifest', async () => {
    const { model } = await train({ dataset: brightness });
    const report = await trainedByLibrary(manifests.brightness, 'regression');
    if (report.task !== 'regression') throw new Error();
    const [{ target, meanAbsoluteError }] = report.test.perTarget as [(typeof report.test.perTarget)[number]];
    const [low, high] = meanAbsoluteError.interval;
    expect(model).toMatchObject({
      ref: 'bright:1',
      task: 'REGRESSION',
      targets: ['target_brightness'],
      metrics: null,
      regressionMetrics: {
        count: report.test.count,
        perTarget: [{ target, meanAbsoluteError: { value: meanAbsoluteError.value, low, high } }],
      },
    });
  }, 120_000);

  test('learns by steps whose epochs have losses, and no accuracy', async () => {
    const small = { backboneOptions: { inputSize: 32 }, epochs: 2, optimizer: 'ADAM' };
    const { events } = await train({ dataset: brightness, name: 'steps', ...small });
    const epochs = events.edges.flatMap(({ node }: { node: { epoch?: object } }) => node.epoch ?? []);
    expect(epochs).toHaveLength(2);
    for (const epoch of epochs) {
      expect(epoch).toMatchObject({ accuracy: null, validationAccuracy: null });
      expect(epoch.loss).toBeGreaterThan(0);
    }
  }, 120_000);
});

describe('an export', () => {
  test('as ONNX gives what the service answers, thresholds apart', async () => {
    const session = await ort.InferenceSession.create(await exported('shapes', 'ONNX'));
    const picture = await shapesPicture(['disc', 'bars'], 0.6);
    const model = await findModel(service.app, 'shapes');
    const preprocessing = model.manifest.preprocessing as ImagePreprocessing;
    const decoder = imageDecoder(preprocessing);
    const pixels = (await decoder.decode(picture)) as Float32Array;
    const input = new ort.Tensor('float32', pixels, [1, ...decoder.shape]);
    const output = await session.run({ [session.inputNames[0]!]: input });
    const { predict } = await execute(
      'mutation ($input: PredictInput!) { predict(input: $input) { predictions { labels { label probability } } } }',
      { input: { model: 'shapes', images: [{ base64: picture.toString('base64') }] } },
    );
    const values = [...(output[session.outputNames[0]!]!.data as Float32Array)];
    const [{ labels }] = predict.predictions;
    expect(labels).toHaveLength(2);
    for (const { label, probability } of labels)
      expect(values[model.manifest.labels.indexOf(label)]).toBeCloseTo(probability, 4);
  }, 120_000);

  test.each(['shapes', 'bright'])(
    'of %s for TensorFlow.js is a network with its weights',
    async (name) => {
      const files = unzipSync(await exported(name, 'TFJS'));
      expect(Object.keys(files)).toContain('model.json');
      expect(JSON.parse(Buffer.from(files['model.json']!).toString()).format).toBe('layers-model');
    },
    120_000,
  );
});

test('nobody asks where a model of numbers sees a label', async () => {
  const model = await findModel(service.app, 'bright');
  const asking = service.app.predictor.explain(model, await readFile(join(folder, 'drawn', '0.png')), 'disc');
  await expect(asking).rejects.toMatchObject({ code: 'MODEL_TASK' });
});

async function exported(model: string, format: string): Promise<Uint8Array> {
  const { exportModel } = await execute(
    'mutation ($input: ExportModelInput!) { exportModel(input: $input) { url userErrors { message } } }',
    { input: { model, format } },
  );
  expect(exportModel.userErrors).toEqual([]);
  return new Uint8Array(await (await fetch(exportModel.url)).arrayBuffer());
}

async function uploadZip(dataset: string, entries: Record<string, Buffer | string>): Promise<void> {
  const files = Object.entries(entries).map(([name, content]) => [
    name,
    new Uint8Array(Buffer.from(content)),
  ]);
  const body = zipSync(Object.fromEntries(files));
  const { jobs } = await upload(dataset, { name: 'x.zip', contentType: 'application/zip', body });
  expect(await ended(jobs[0].id)).toMatchObject({ state: 'SUCCEEDED' });
}

interface UploadFile {
  readonly name: string;
  readonly body: Uint8Array;
  readonly contentType?: string;
  readonly labels?: readonly string[];
}

async function upload(dataset: string, { body, ...file }: UploadFile) {
  const { createUploads } = await execute(
    'mutation ($input: CreateUploadsInput!) { createUploads(input: $input) { uploads { id url method headers { name value } } userErrors { message } } }',
    { input: { dataset, files: [{ ...file, bytes: body.length }] } },
  );
  expect(createUploads.userErrors).toEqual([]);
  const [{ id, url, method, headers }] = createUploads.uploads;
  const head = headers.map(({ name, value }: { name: string; value: string }) => [name, value]);
  expect((await fetch(url, { method, headers: head, body: new Uint8Array(body) })).status).toBe(200);
  const { completeUploads } = await execute(
    'mutation ($input: CompleteUploadsInput!) { completeUploads(input: $input) { jobs { id } userErrors { message } } }',
    { input: { dataset, uploads: [id], replace: true } },
  );
  expect(completeUploads.userErrors).toEqual([]);
  return completeUploads;
}

async function idsOf(id: string): Promise<string[]> {
  const { dataset } = await execute(
    'query ($id: ID!) { dataset(id: $id) { pictures(first: 9) { edges { node { id } } } } }',
    { id },
  );
  return dataset.pictures.edges.map(({ node }: { node: { id: string } }) => node.id);
}

async function labelsOf(id: string): Promise<string[]> {
  const { dataset } = await execute(
    'query ($id: ID!) { dataset(id: $id) { pictures(first: 9) { edges { node { label } } } } }',
    { id },
  );
  return dataset.pictures.edges.map(({ node }: { node: { label: string } }) => node.label);
}
