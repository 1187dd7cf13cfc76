import { randomUUID } from 'node:crypto';
import { sep } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelRow } from '../models/find-model.js';
import { type TestApp, testApp } from '../testing.js';
import { redPicture, trainColours } from '../testing-model.js';

let service: TestApp;
let red: string;

beforeAll(async () => {
  service = await testApp();
  const manifest = await trainColours(service.app, service.folder);
  for (const version of [1, 2, 3]) await register(version, manifest);
  red = (await redPicture()).toString('base64');
});
afterAll(() => service?.close());

/** What a finished training job writes. */
async function register(version: number, manifest: ModelRow['manifest']): Promise<void> {
  const { db } = service.app;
  const job = randomUUID();
  const values = { id: job, kind: 'TRAINING', input: '{}', principal: 'local', input_hash: '' } as const;
  await db.insertInto('jobs').values(values).execute();
  if (version > 1) {
    for (const key of await service.app.storage.list('models/colours/1/')) {
      const copy = key.replace('/1/', `/${version}/`);
      await service.app.storage.write(copy, await service.app.storage.read(key));
    }
  }
  await db
    .insertInto('models')
    .values({
      id: randomUUID(),
      name: 'colours',
      version,
      job_id: job,
      storage_prefix: `models/colours/${version}`,
      manifest: JSON.stringify(manifest),
    })
    .execute();
}

const PREDICT = `mutation ($input: PredictInput!) { predict(input: $input) {
  model { ref } timings { readingMs predictingMs } userErrors { code field message }
  predictions { label labels { label probability } error { code field } } } }`;

const PREDICT_UNKNOWN = `mutation ($input: PredictInput!) { predict(input: $input) { predictions { unknown label } } }`;

const predict = async (input: Record<string, unknown>) => (await service.execute(PREDICT, { input })).predict;

describe('predict', () => {
  test('answers with the right label, the version that answered and where the time went', async () => {
    const { model, predictions, timings } = await predict({ model: 'colours', images: [{ base64: red }] });
    expect(model.ref).toBe('colours:3');
    expect(predictions[0].label).toBe('red');
    expect(predictions[0].labels[0].probability + predictions[0].labels[1].probability).toBeCloseTo(1, 5);
    expect(timings.predictingMs).toBeGreaterThan(0);
  });

  test('takes what a browser makes of a file', async () => {
    const { predictions } = await predict({
      model: 'colours:1',
      topK: 1,
      images: [{ base64: `data:image/png;base64,${red}` }],
    });
    expect(predictions[0].labels).toHaveLength(1);
  });

  test('gives every good picture its answer and every bad one its error', async () => {
    const images = [
      { base64: red },
      { base64: Buffer.from('no picture at all').toString('base64') },
      { base64: '***' },
      { url: 'http://169.254.169.254/latest' },
      { base64: red },
    ];
    const { predictions } = await predict({ model: 'colours', images });
    expect(predictions.map(({ label }: { label: string | null }) => label)).toEqual([
      'red',
      null,
      null,
      null,
      'red',
    ]);
    expect(predictions[1].error).toMatchObject({ code: 'IMAGE_FORMAT', field: ['input', 'images', '1'] });
    expect(predictions[2].error.code).toBe('OPTION_INVALID');
    expect(predictions[3].error.code).toBe('URL_PRIVATE');
  });

  test('says of a picture unlike those trained on that it is unknown, when asked to', async () => {
    const { data, info } = await sharp({
      create: {
        width: 64,
        height: 64,
        channels: 3,
        background: '#fff',
        noise: { type: 'gaussian', mean: 128, sigma: 90 },
      },
    })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const noise = (await sharp(data, { raw: info }).png().toBuffer()).toString('base64');
    const images = [{ base64: noise }];
    const asked = await service.execute(PREDICT_UNKNOWN, {
      input: { model: 'colours', images, abstain: true },
    });
    const silent = await service.execute(PREDICT_UNKNOWN, { input: { model: 'colours', images } });
    expect(asked.predict.predictions).toEqual([{ unknown: true, label: expect.any(String) }]);
    expect(silent.predict.predictions).toEqual([{ unknown: false, label: expect.any(String) }]);
  });

  const image = { base64: 'AA' };
  test.each([
    ['an unknown model', { model: 'nobody', images: [image] }, 'MODEL_NOT_FOUND', 'model'],
    ['no picture', { model: 'colours', images: [] }, 'OPTION_INVALID', 'images'],
    ['too many pictures', { model: 'colours', images: Array(65).fill(image) }, 'OPTION_INVALID', 'images'],
    ['no labels', { model: 'colours', images: [image], topK: 0 }, 'OPTION_INVALID', 'topK'],
  ])('refuses to answer for %s', async (_name, input, code, field) => {
    expect((await predict(input)).userErrors).toMatchObject([{ code, field: ['input', field] }]);
  });

  test('answers 200 calls at once', async () => {
    const calls = Array.from({ length: 200 }, () => predict({ model: 'colours', images: [{ base64: red }] }));
    const labels = (await Promise.all(calls)).map(({ predictions }) => predictions[0].label);
    expect(new Set(labels)).toEqual(new Set(['red']));
  });
});

describe('an alias', () => {
  const promote = async (model: string, alias: string) =>
    (
      await service.execute(
        `mutation ($input: PromoteModelInput!) { promoteModel(input: $input) { model { ref aliases } userErrors { code field } } }`,
        { input: { model, alias } },
      )
    ).promoteModel;
  const rollBack = async () =>
    (
      await service.execute(
        `mutation { rollBackAlias(input: { name: "colours", alias: "prod" }) { model { ref } userErrors { code } } }`,
      )
    ).rollBackAlias;
  const remove = async (model: string) =>
    (
      await service.execute(
        `mutation ($input: DeleteModelInput!) { deleteModel(input: $input) { deletedId userErrors { code message } } }`,
        { input: { model } },
      )
    ).deleteModel;

  test('moves, also for functions that know the storage alone, and goes back step by step', async () => {
    for (const version of [1, 2, 3]) await promote(`colours:${version}`, 'prod');
    expect((await predict({ model: 'colours@prod', images: [{ base64: red }] })).model.ref).toBe('colours:3');
    expect((await rollBack()).model.ref).toBe('colours:2');
    expect((await rollBack()).model.ref).toBe('colours:1');
    expect((await rollBack()).userErrors[0].code).toBe('ALIAS_NO_HISTORY');
    const file = JSON.parse(
      Buffer.from(await service.app.storage.read('aliases/colours@prod.json')).toString(),
    );
    expect(file).toMatchObject({ model: 'colours', version: 1, prefix: 'models/colours/1' });
  });

  test.each(['', 'a b', `..${sep}x`, '@'])('cannot be called %j', async (alias) => {
    expect((await promote('colours:1', alias)).userErrors).toMatchObject([
      { code: 'OPTION_INVALID', field: ['input', 'alias'] },
    ]);
  });

  test('keeps its model from being deleted, and only that one', async () => {
    expect((await remove('colours:1')).userErrors[0]).toMatchObject({
      code: 'MODEL_HAS_ALIAS',
      message: expect.stringContaining('colours@prod'),
    });
    expect((await remove('colours:3')).deletedId).not.toBeNull();
    expect(await service.app.storage.list('models/colours/3/')).toEqual([]);
    expect((await remove('colours:3')).userErrors[0].code).toBe('MODEL_NOT_FOUND');
    expect((await predict({ model: 'colours', images: [{ base64: red }] })).model.ref).toBe('colours:2');
  });
});

test('models are listed newest first, page by page', async () => {
  const page = (after: string | null) =>
    service.execute(
      `query ($after: String) { models(first: 1, after: $after) { edges { node { ref metrics { accuracy } } } pageInfo { endCursor hasNextPage } } }`,
      { after },
    );
  const first = (await page(null)).models;
  const second = (await page(first.pageInfo.endCursor)).models;
  expect([first.edges[0].node.ref, second.edges[0].node.ref]).toEqual(['colours:2', 'colours:1']);
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  expect(first.edges[0].node.metrics.accuracy).toBeGreaterThan(0.5);
});
