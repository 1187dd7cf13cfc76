import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient, type FormattedExecutionResult } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type RunningService, serve } from './serve.js';
import { colouredPictures, redPicture } from './testing-model.js';

let folder: string;
let service: RunningService;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-service-'));
  service = await serve({
    GRAFT_DATA: folder,
    GRAFT_CACHE: join(folder, 'cache'),
    GRAFT_PORT: '0',
    GRAFT_LOG_LEVEL: 'silent',
  });
});

afterAll(async () => {
  await service?.stop();
  await rm(folder, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is the caller's query.
async function ask(query: string, variables?: Record<string, unknown>): Promise<any> {
  const response = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

const PROGRESS = `subscription ($job: ID!, $after: String) { trainingProgress(job: $job, after: $after) {
  __typename cursor ... on JobEpochEnded { epoch { epoch } } ... on JobStateChanged { state } } }`;

interface Event {
  readonly __typename: string;
  readonly cursor: string;
  readonly state?: string;
  readonly epoch?: { readonly epoch: number };
}

/** Takes so many events, or all there will be, and breaks the connection off. */
async function takeEvents(
  job: string,
  after: string | undefined,
  most = Number.POSITIVE_INFINITY,
): Promise<Event[]> {
  const client = createClient({
    url: `${service.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
  });
  const events: Event[] = [];
  const stream = client.iterate<{ trainingProgress: Event }>({ query: PROGRESS, variables: { job, after } });
  for await (const { data } of stream as AsyncIterable<
    FormattedExecutionResult<{ trainingProgress: Event }>
  >) {
    events.push(data!.trainingProgress);
    if (events.length >= most) break;
  }
  await client.dispose();
  return events;
}

describe('from a zip of pictures to a prediction, over the network', () => {
  let job: string;

  test('a zip is uploaded by a signed address and becomes a dataset', async () => {
    const { createDataset } = await ask(
      'mutation { createDataset(input: { name: "colours" }) { dataset { id } userErrors { message } } }',
    );
    const dataset = createDataset.dataset.id;
    const zip = zipSync(await colouredPictures());
    const { createUploads } = await ask(
      'mutation ($input: CreateUploadsInput!) { createUploads(input: $input) { uploads { id url method headers { name value } } userErrors { message } } }',
      { input: { dataset, files: [{ name: 'colours.zip', bytes: zip.length }] } },
    );
    const [upload] = createUploads.uploads;
    const sent = await fetch(upload.url, {
      method: upload.method,
      headers: Object.fromEntries(
        upload.headers.map(({ name, value }: { name: string; value: string }) => [name, value]),
      ),
      body: new Uint8Array(zip),
    });
    expect(sent.status).toBe(200);
    const { completeUploads } = await ask(
      'mutation ($input: CompleteUploadsInput!) { completeUploads(input: $input) { jobs { id } userErrors { message } } }',
      { input: { dataset, uploads: [upload.id] } },
    );
    await takeEvents(completeUploads.jobs[0].id, undefined);
    const answer = await ask(
      'query ($id: ID!) { dataset(id: $id) { classes { label pictures } pictureCount badFileCount } }',
      { id: dataset },
    );
    expect(answer.dataset).toEqual({
      classes: [
        { label: 'blue', pictures: 12 },
        { label: 'red', pictures: 12 },
      ],
      pictureCount: 24,
      badFileCount: 0,
    });
    const { train } = await ask(
      'mutation ($input: TrainInput!) { train(input: $input) { job { id state } userErrors { field message } } }',
      { input: { dataset, name: 'colours', epochs: 8, learningRate: 0.01 } },
    );
    job = train.job.id;
  });

  test('whoever reconnects with the last cursor misses nothing and sees nothing twice', async () => {
    const events: Event[] = [];
    for (const most of [1, 2, 3, Number.POSITIVE_INFINITY]) {
      events.push(...(await takeEvents(job, events.at(-1)?.cursor, most)));
    }
    const whole = await takeEvents(job, undefined);
    expect(events).toEqual(whole);
    expect(whole.flatMap(({ epoch }) => epoch?.epoch ?? [])).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(whole.at(-1)).toMatchObject({ __typename: 'JobStateChanged', state: 'SUCCEEDED' });
  });

  test('server-sent events tell the same story', async () => {
    const client = createSseClient({ url: `${service.url}/graphql/stream`, singleConnection: false });
    const events: Event[] = [];
    for await (const { data } of client.iterate<{ trainingProgress: Event }>({
      query: PROGRESS,
      variables: { job },
    })) {
      events.push(data!.trainingProgress);
    }
    client.dispose();
    expect(events).toEqual(await takeEvents(job, undefined));
  });

  test('the model answers, here and exported', async () => {
    const image = { base64: (await redPicture()).toString('base64') };
    const { predict } = await ask(
      'mutation ($input: PredictInput!) { predict(input: $input) { predictions { label } userErrors { message } } }',
      { input: { model: 'colours', images: [image] } },
    );
    expect(predict.predictions).toEqual([{ label: 'red' }]);
    const { exportModel } = await ask(
      'mutation { exportModel(input: { model: "colours", format: ONNX }) { url userErrors { message } } }',
    );
    const file = await fetch(exportModel.url);
    expect(file.headers.get('content-disposition')).toContain('colours-1-onnx.onnx');
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(1e6);
  });

  test('the client of the README gets its answer', async () => {
    await ask(
      'mutation { promoteModel(input: { model: "colours", alias: "prod" }) { userErrors { message } } }',
    );
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
    const example = /<!-- a test runs this -->\n```js\n([\s\S]*?)```/.exec(readme)![1]!;
    await writeFile(join(folder, 'photo.jpg'), await redPicture());
    const script = example.replace('http://127.0.0.1:4000', service.url).replace('pets@prod', 'colours@prod');
    await writeFile(join(folder, 'client.mjs'), script);
    const { stdout } = await promisify(execFile)(process.execPath, ['client.mjs'], { cwd: folder });
    expect(stdout.trim()).toBe('red []');
  });

  test('a whole dataset is answered on as a job', async () => {
    const { datasets } = await ask('{ datasets { edges { node { id } } } }');
    const { predictDataset } = await ask(
      'mutation ($input: PredictDatasetInput!) { predictDataset(input: $input) { job { id } userErrors { message } } }',
      { input: { model: 'colours', dataset: datasets.edges[0].node.id, topK: 1 } },
    );
    await takeEvents(predictDataset.job.id, undefined);
    const { job: done } = await ask(
      'query ($id: ID!) { job(id: $id) { state predictions { url pictures failures agreement } } }',
      {
        id: predictDataset.job.id,
      },
    );
    expect(done).toMatchObject({ state: 'SUCCEEDED', predictions: { pictures: 24, failures: 0 } });
    expect(done.predictions.agreement).toBeGreaterThan(0.9);
    const lines = (await (await fetch(done.predictions.url)).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(24);
    expect(lines[0]).toMatchObject({
      picture: 'blue/0.png',
      actual: 'blue',
      labels: [{ label: expect.any(String) }],
    });
  });
});

test.each([
  ['a query 10,000 deep', `{ a ${'{ a '.repeat(10_000)}${'}'.repeat(10_000)} }`],
  ['1,000 aliases', `{ ${Array.from({ length: 1000 }, (_, i) => `a${i}: viewer { id }`).join(' ')} }`],
  ['no GraphQL', '}{'],
])('%s is refused over WebSocket and server-sent events as well', async (_name, query) => {
  const client = createClient({
    url: `${service.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
  });
  const asked = (async () => {
    for await (const _ of client.iterate({ query })) return 'answered';
  })();
  await expect(asked).rejects.toBeDefined();
  await client.dispose();
  const response = await fetch(`${service.url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
  });
  expect(await response.text()).toContain('errors');
  await ask('{ viewer { id } }');
});

test('over server-sent events an operation that is not valid is told why', async () => {
  const response = await fetch(`${service.url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: '{ viewer { shoeSize } }' }),
  });
  expect(await response.text()).toContain('shoeSize');
});
