import { join } from 'node:path';
import {
  loadDataset,
  loadTargetModel,
  type MultiLabelAnswer,
  type RegressionAnswer,
  trainTargets,
} from '@graft/core';
import type { Storage } from '@graft/core/storage';
import { s3Storage } from '@graft/storage-s3';
import { drawShapes, shapesPicture } from '@graft/testing';
import { type S3Server, startS3 } from '@graft/testing/services';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../app.js';
import { functionUrlEvent } from '../fixtures/function-url.js';
import { route } from '../router.js';
import { redPicture, temporaryFolder, testApp, testContext, trainColours } from '../testing.js';

let s3: S3Server;
let storage: Storage;
let app: App;
let both: Buffer;
let none: Buffer;

beforeAll(async () => {
  s3 = await startS3();
  Object.assign(process.env, s3.env);
  storage = s3Storage(s3);
  const folder = await temporaryFolder();
  const manifests = await drawShapes(folder);
  for (const [manifest, task, place] of [
    [manifests.labels, 'multi-label', 'models/shapes/1'],
    [manifests.brightness, 'regression', 'models/brightness/1'],
  ] as const) {
    const dataset = await loadDataset(manifest, { task });
    const result = await trainTargets({ dataset, featureCache: join(folder, 'features') });
    await result.save(storage, place);
    result.dispose();
  }
  await trainColours(storage, 'models/colours/1');
  both = await shapesPicture(['disc', 'bars'], 0.6);
  none = await shapesPicture([], 0.4);
  app = await testApp({
    GRAFT_MODEL: 's3://graft#shapes@prod',
    GRAFT_MODELS: 's3://graft/models/*',
    GRAFT_ALIAS_SECONDS: '0.05',
  });
  await pointAlias('shapes', 1);
});
afterAll(() => s3.stop());

interface Answer {
  readonly task: string;
  readonly predictions: readonly {
    readonly label?: string;
    readonly probability?: number;
    readonly target?: string;
    readonly value?: number;
  }[];
  readonly mostProbable?: readonly { readonly label: string; readonly probability: number }[];
  readonly model: { readonly version: string };
}

const ask = (picture: Buffer, more: object = {}) =>
  route(app, { image: picture.toString('base64'), ...more }, testContext()) as Promise<Answer>;

/** As the service does when a model is promoted. */
async function pointAlias(model: string, version: number): Promise<void> {
  const alias = { model, version, prefix: `models/${model}/${version}` };
  await storage.write('aliases/shapes@prod.json', Buffer.from(JSON.stringify(alias)));
}

describe('a model of several labels', () => {
  test('answers with every label over its threshold, as the library does', async () => {
    const library = await loadTargetModel(storage, 'models/shapes/1');
    const [expected] = (await library.predict([both])) as [MultiLabelAnswer];
    const answer = await ask(both, { topK: 1 });
    expect(answer).toEqual({
      task: 'multi-label',
      predictions: expected.labels,
      mostProbable: expected.all.slice(0, 1),
      model: expect.objectContaining({ version: 'shapes:1' }),
      requestId: expect.any(String),
    });
    expect(answer.predictions.map(({ label }) => label).sort()).toEqual(['bars', 'disc']);
    library.dispose();
  });

  test('answers with no label where none applies, and says how probable they are', async () => {
    const { predictions, mostProbable } = await ask(none);
    expect(predictions).toEqual([]);
    expect(mostProbable).toHaveLength(2);
  });
});

test('a regression answers with a number per target', async () => {
  const library = await loadTargetModel(storage, 'models/brightness/1');
  const [expected] = (await library.predict([both])) as [RegressionAnswer];
  const answer = await ask(both, { model: 'brightness/1' });
  expect(answer).toMatchObject({ task: 'regression', predictions: expected.values });
  expect(answer.predictions[0]).toMatchObject({
    target: 'target_brightness',
    value: expect.closeTo(0.6, 1),
  });
  library.dispose();
});

test('an answer says the task of a model of one label, too', async () => {
  const answer = await ask(await redPicture(), { model: 'colours/1' });
  expect(answer.task).toBe('single-label');
  expect(answer).not.toHaveProperty('mostProbable');
});

test('a health check says the task and the labels', async () => {
  const { requestContext } = functionUrlEvent;
  const http = { ...requestContext.http, method: 'GET' };
  const event = { ...functionUrlEvent, requestContext: { ...requestContext, http }, body: undefined };
  const { body } = (await route(app, event, testContext())) as APIGatewayProxyStructuredResultV2;
  expect(JSON.parse(body!)).toMatchObject({ task: 'multi-label', labels: ['bars', 'disc'] });
});

describe('views', () => {
  test.each(['shapes/1', 'brightness/1'])('average what %s says of variations', async (model) => {
    const library = await loadTargetModel(storage, `models/${model}`);
    const [expected] = await library.predict([both], { views: 4 });
    const [plain] = await library.predict([both]);
    const { predictions } = await ask(both, { model, views: 4 });
    expect(predictions).toEqual('values' in expected! ? expected.values : expected!.labels);
    expect(expected).not.toEqual(plain);
    library.dispose();
  });

  test.each([0, 65, 1.5])('are refused when they are %d', async (views) => {
    await expect(ask(both, { views })).rejects.toMatchObject({
      name: 'REQUEST_INVALID',
      message: expect.stringContaining('views'),
    });
  });

  test('may be in the query', async () => {
    const event = {
      ...functionUrlEvent,
      queryStringParameters: { views: '65' },
      body: both.toString('base64'),
    };
    const { statusCode } = (await route(app, event, testContext())) as APIGatewayProxyStructuredResultV2;
    expect(statusCode).toBe(400);
  });
});

test('an alias may move to a model of another task', async () => {
  expect((await ask(both)).task).toBe('multi-label');
  await pointAlias('brightness', 1);
  await expect.poll(async () => (await ask(both)).task, { timeout: 10_000 }).toBe('regression');
});
