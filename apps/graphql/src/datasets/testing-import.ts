import { randomUUID } from 'node:crypto';
import type { ProgressEvent, Task } from '@graft/core';
import type { JobRow } from '../jobs/job-handler.js';
import type { TestApp } from '../testing.js';
import { importPictures } from './import-pictures.js';

export interface ImportResult {
  readonly result: Record<string, { count: number; first: unknown[] }>;
  readonly events: ProgressEvent[];
}

/** For tests: does an import job as a worker would, without the queue. */
export async function runImport(
  { app }: Pick<TestApp, 'app'>,
  jobId: string,
  { signal = new AbortController().signal, onEvent = (_event: ProgressEvent): void => {} } = {},
): Promise<ImportResult> {
  const row: JobRow = await app.db
    .selectFrom('jobs')
    .selectAll()
    .where('id', '=', jobId)
    .executeTakeFirstOrThrow();
  const events: ProgressEvent[] = [];
  const report = async (event: ProgressEvent) => {
    events.push(event);
    onEvent(event);
  };
  const { result } = await importPictures(app, { row, signal, report });
  return { result: result as ImportResult['result'], events };
}

/** A dataset without pictures. */
export async function emptyDataset(
  { app }: Pick<TestApp, 'app'>,
  name = 'pets',
  task: Task = 'single-label',
): Promise<string> {
  const id = randomUUID();
  await app.db.insertInto('datasets').values({ id, name, task, created_at: new Date() }).execute();
  return id;
}
