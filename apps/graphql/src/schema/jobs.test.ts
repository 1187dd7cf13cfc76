import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient as createEventClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type RunningService, serve } from '../serve.js';

let folder: string;
let service: RunningService;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-jobs-'));
  await mkdir(join(folder, 'pictures'));
  service = await serve({
    GRAFT_DATA: join(folder, 'data'),
    GRAFT_DATASET_ROOTS: folder,
    GRAFT_PORT: '0',
    GRAFT_WORKERS: '0',
    GRAFT_LOG_LEVEL: 'silent',
  });
}, 60_000);
afterAll(async () => {
  await service?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function ask(query: string) {
  const response = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as {
    // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is its query.
    data: any;
    errors?: { message: string; extensions: { code: string } }[];
  };
}

/** A job that waits, since nobody works here. */
async function queueImport(name: string): Promise<string> {
  const source = JSON.stringify(join(folder, 'pictures'));
  const { data } = await ask(
    `mutation { createDataset(input: { name: "${name}", source: { folder: ${source} } }) { job { id } } }`,
  );
  return data.createDataset.job.id;
}

const cancel = (id: string) => ask(`mutation { cancelJob(input: { job: "${id}" }) { job { state } } }`);

interface Client {
  iterate(request: { query: string }): AsyncIterable<unknown>;
  dispose(): unknown;
}
const transports: [string, () => Client][] = [
  [
    'WebSocket',
    () =>
      createSocketClient({
        url: `${service.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
      }),
  ],
  ['server-sent events', () => createEventClient({ url: `${service.url}/graphql/stream`, retryAttempts: 0 })],
];

test.each(transports)('a job is followed over %s to its end, and from a cursor on', async (name, connect) => {
  const client = connect();
  const id = await queueImport(name);
  const follow = async (after: string | null) => {
    const query = `subscription {
      trainingProgress(job: "${id}", after: ${JSON.stringify(after)}) { cursor job ... on JobStateChanged { state } }
    }`;
    const seen: { cursor: string; job: string; state: string }[] = [];
    for await (const result of client.iterate({ query })) {
      const { data } = result as { data: { trainingProgress: (typeof seen)[number] } };
      seen.push(data.trainingProgress);
      if (seen.length === 1 && after === null) await cancel(id);
    }
    return seen;
  };
  const story = await follow(null);
  expect(story.map(({ job, state }) => [job, state])).toEqual([
    [id, 'QUEUED'],
    [id, 'CANCELED'],
  ]);
  expect(await follow(story[0]!.cursor)).toEqual(story.slice(1));
  expect(await follow(story[1]!.cursor)).toEqual([]);
  await client.dispose();
});

test.each(transports)('following a job that is not there over %s is a typed error', async (_, connect) => {
  const client = connect();
  const codes: string[] = [];
  try {
    for await (const result of client.iterate({
      query: 'subscription { trainingProgress(job: "x") { cursor } }',
    })) {
      codes.push(
        ...((result as { errors?: { extensions: { code: string } }[] }).errors ?? []).map(
          (e) => e.extensions.code,
        ),
      );
    }
  } catch (errors) {
    codes.push(...(errors as { extensions: { code: string } }[]).map((error) => error.extensions.code));
  }
  expect(codes).toEqual(['JOB_NOT_FOUND']);
  await client.dispose();
});

test('a job that is not there, and a cursor that is none, are typed errors', async () => {
  expect((await ask('{ job(id: "x") { state } }')).errors).toMatchObject([
    { extensions: { code: 'JOB_NOT_FOUND' } },
  ]);
  expect((await ask('{ jobs(after: "x") { edges { cursor } } }')).errors).toMatchObject([
    { extensions: { code: 'OPTION_INVALID' } },
  ]);
});

test('jobs are listed newest first, by kind and state, page by page', async () => {
  for (const name of ['a', 'b', 'c']) await queueImport(name);
  const list = async (args: string) =>
    (await ask(`{ jobs(${args}) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`)).data.jobs;
  const idsOf = ({ edges }: { edges: { node: { id: string } }[] }) => edges.map(({ node }) => node.id);
  const all = idsOf(await list('first: 50'));
  expect(new Set(all).size).toBe(all.length);
  const pages: string[] = [];
  for (let after = 'null', more = true; more; ) {
    const page = await list(`first: 2, after: ${after}`);
    pages.push(...idsOf(page));
    after = JSON.stringify(page.pageInfo.endCursor);
    more = page.pageInfo.hasNextPage;
  }
  expect(pages).toEqual(all);
  expect(idsOf(await list('state: QUEUED, kind: IMPORT'))).toEqual(all.slice(0, 3));
  expect(idsOf(await list('kind: TRAINING'))).toEqual([]);
});
