import type { Manifest } from '@graft/core';
import { expect } from 'vitest';
import type { TestApp } from '../testing.js';
import { createJob, type NewJob } from './create-job.js';
import type { JobHandler, JobHandlers, JobRow } from './job-handler.js';

/** For tests: handlers of which only the one for trainings is ever called. */
export function trainingsBy(handler: JobHandler): JobHandlers {
  const never: JobHandler = async () => {
    throw new Error('Only trainings were expected.');
  };
  return { IMPORT: never, CHECK: never, TRAINING: handler, PREDICTION: never, MODEL_IMPORT: never };
}

/** For tests: a job in the queue that no real handler could do. */
export function queueJob({ app, principal }: TestApp, job: Partial<NewJob> = {}): Promise<JobRow> {
  return createJob(app, principal, { kind: 'TRAINING', input: {}, ...job });
}

export function readJob({ app }: TestApp, id: string): Promise<JobRow> {
  return app.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** For tests: waits until the job is in this state. */
export async function untilState(
  service: TestApp,
  id: string,
  state: JobRow['state'],
  seconds = 60,
): Promise<void> {
  const poll = expect.poll(async () => (await readJob(service, id)).state, {
    timeout: seconds * 1000,
    interval: 100,
  });
  await poll.toBe(state);
}

/** For tests: what a training gives; nobody reads its manifest. */
export function modelAt(storagePrefix: string, name = 'pets') {
  return { model: { name, storagePrefix, manifest: { labels: [] } as unknown as Manifest } };
}
