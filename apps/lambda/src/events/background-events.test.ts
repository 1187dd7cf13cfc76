import type { Storage } from '@graft/core/storage';
import { s3Storage } from '@graft/storage-s3';
import { type S3Server, startS3 } from '@graft/testing/services';
import type { SQSBatchResponse } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../app.js';
import { objectCreatedEvent, s3TestEvent } from '../fixtures/object-created.js';
import { queueEvent } from '../fixtures/queue.js';
import { route } from '../router.js';
import { redPicture, testApp, testContext, trainColours } from '../testing.js';

let s3: S3Server;
let storage: Storage;
let app: App;
let picture: Buffer;
/** What a caller gets for the picture. */
let answered: unknown;

beforeAll(async () => {
  s3 = await startS3();
  Object.assign(process.env, s3.env);
  storage = s3Storage(s3);
  await trainColours(storage, 'models/colours/1');
  picture = await redPicture();
  app = await testApp({ GRAFT_MODEL: 's3://graft/models/colours/1' });
  answered = await route(app, { image: image() }, testContext());
});
afterAll(() => s3.stop());

const call = <T>(event: unknown, to = app) => route(to, event, testContext()) as Promise<T>;
const image = () => picture.toString('base64');
const resultOf = async (key: string) => JSON.parse(Buffer.from(await storage.read(key)).toString('utf8'));

describe('S3 tells of pictures', () => {
  test('each gets its answer beside it, broken ones a problem, and results none', async () => {
    await storage.write('in/a red é.png', picture);
    await storage.write('in/broken.png', Buffer.from('broken'));
    const keys = ['in/a+red+%C3%A9.png', 'in/broken.png', 'in/a+red+%C3%A9.png.labels.json'];
    await call(objectCreatedEvent('graft', ...keys));
    const result = await resultOf('in/a red é.png.labels.json');
    expect(result).toEqual({ picture: 's3://graft/in/a red é.png', ...(answered as object) });
    expect(await resultOf('in/broken.png.labels.json')).toMatchObject({ problem: { code: 'IMAGE_FORMAT' } });
    expect((await storage.list('in/')).filter((key) => key.endsWith('.labels.json'))).toHaveLength(2);
  });

  test('answers go under GRAFT_RESULTS', async () => {
    await storage.write('in/red.png', picture);
    const elsewhere = await testApp({
      GRAFT_MODEL: 's3://graft/models/colours/1',
      GRAFT_RESULTS: 's3://graft/results/',
    });
    await call(objectCreatedEvent('graft', 'in/red.png'), elsewhere);
    expect(await resultOf('results/in/red.png.labels.json')).toMatchObject(answered as object);
  });

  test('its test event is nothing', async () => {
    expect(await call(s3TestEvent)).toBeUndefined();
  });
});

describe('a queue', () => {
  test('gets back the messages that failed, and only those', async () => {
    await storage.write('in/queued.png', picture);
    const queued = await testApp({
      GRAFT_MODEL: 's3://graft/models/colours/1',
      GRAFT_RESULTS: 's3://graft/queue',
    });
    const event = queueEvent({
      good: JSON.stringify({ image: image() }),
      'no-json': '{',
      broken: JSON.stringify({ image: 'AAAA' }),
      'from-s3': JSON.stringify(objectCreatedEvent('graft', 'in/queued.png')),
      'not-allowed': JSON.stringify({ s3: 's3://graft/in/queued.png' }),
    });
    const { batchItemFailures } = await call<SQSBatchResponse>(event, queued);
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'no-json' }, { itemIdentifier: 'not-allowed' }]);
    expect(await storage.list('queue/')).toEqual([
      'queue/broken.labels.json',
      'queue/good.labels.json',
      'queue/in/queued.png.labels.json',
    ]);
  });

  test('has no place for the answer to a picture that is not in S3', async () => {
    const event = queueEvent({ homeless: JSON.stringify({ image: image() }) });
    expect(await call(event)).toEqual({ batchItemFailures: [{ itemIdentifier: 'homeless' }] });
  });
});
