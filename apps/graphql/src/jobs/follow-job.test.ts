import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from '../testing.js';
import { cancelJob } from './cancel-job.js';
import { followJob } from './follow-job.js';
import type { JobEvent } from './job-events.js';
import { retryJob } from './retry-job.js';
import { runJob } from './run-job.js';
import { queueJob, readJob, trainingsBy } from './testing.js';

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service?.close());

const never = new AbortController().signal;
const collect = async (events: AsyncIterable<JobEvent>) => {
  const all: JobEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
};

test('who follows from the start, joins late or comes back sees the same story, each event once', async () => {
  const { app } = service;
  const { id } = await queueJob(service);
  const live = collect(followJob(app, id));
  const joined: Promise<JobEvent[]>[] = [];
  await runJob(
    app,
    trainingsBy(async (_app, { report }) => {
      for (let i = 0; i < 20; i++) {
        await report({ type: 'notice', level: 'info', message: String(i) });
        if (i % 5 === 0) joined.push(collect(followJob(app, id)));
      }
      return {};
    }),
    id,
    never,
  );
  const story = await live;
  expect(story.map(({ type }) => type)).toEqual(['state', 'state', ...Array(20).fill('notice'), 'state']);
  for (const other of await Promise.all(joined)) expect(other).toEqual(story);
  for (const [i, { id: cursor }] of story.entries()) {
    expect(await collect(followJob(app, id, cursor))).toEqual(story.slice(i + 1));
  }
});

test('a story ends with the job, and goes on when that is retried', async () => {
  const { app } = service;
  const job = await queueJob(service);
  await cancelJob(app, job);
  const first = await collect(followJob(app, job.id));
  expect(first.at(-1)).toMatchObject({ type: 'state', payload: { state: 'CANCELED' } });
  await retryJob(app, await readJob(service, job.id));
  const rest = collect(followJob(app, job.id, first.at(-1)!.id));
  await runJob(
    app,
    trainingsBy(async () => ({})),
    job.id,
    never,
  );
  expect((await rest).map(({ payload }) => (payload as { state: string }).state)).toEqual([
    'QUEUED',
    'RUNNING',
    'SUCCEEDED',
  ]);
});

test('a comparison tells of its trainings and ends after both', async () => {
  const { app } = service;
  const comparison = await queueJob(service, {
    kind: 'COMPARISON',
    children: [
      { kind: 'TRAINING', input: { recipe: { strategy: { name: 'feature-extraction' } } } },
      { kind: 'TRAINING', input: { recipe: { strategy: { name: 'fine-tuning' } } } },
    ],
  });
  const story = collect(followJob(app, comparison.id));
  const children = await app.db
    .selectFrom('jobs')
    .select('id')
    .where('parent_id', '=', comparison.id)
    .execute();
  for (const { id } of children)
    await runJob(
      app,
      trainingsBy(async () => ({})),
      id,
      never,
    );
  const states = (await story).map(({ job_id: id, payload }) => [
    id === comparison.id ? 'comparison' : 'training',
    (payload as { state: string }).state,
  ]);
  expect(states.filter(([who]) => who === 'training')).toHaveLength(6);
  expect(states.filter(([who]) => who === 'comparison').map(([, state]) => state)).toEqual([
    'QUEUED',
    'RUNNING',
    'SUCCEEDED',
  ]);
  expect(states.at(-1)).toEqual(['comparison', 'SUCCEEDED']);
});

test('who leaves while nothing happens is let go at once', async () => {
  const { id } = await queueJob(service);
  const events = followJob(service.app, id);
  expect((await events.next()).value).toMatchObject({ type: 'state' });
  const waiting = events.next();
  await events.return?.();
  expect(await waiting).toEqual({ value: undefined, done: true });
});
