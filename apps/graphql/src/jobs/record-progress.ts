import type { ProgressEvent } from '@graft/core';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../database/tables.js';
import { JobLostError } from '../errors.js';
import type { Attempt } from './attempt.js';
import { addEvent, type JobEventPayloads } from './job-events.js';

/** Progress is written this often; stages, epochs and notices always are. */
const PROGRESS_EVERY_MS = 1000;

export interface ProgressRecorder {
  /** Resolves when the event is written or, for progress, put aside; never rejects: what cannot be written stops the attempt. */
  report(event: ProgressEvent): Promise<void>;
  /** Resolves when everything reported so far is written or the job is lost. @throws what kept an event from being written. */
  settle(): Promise<void>;
}

/** Writes what long work reports into the job's story and row, in order. */
export function recordProgress(jobId: string, attempt: Attempt): ProgressRecorder {
  let writes = Promise.resolve();
  let fault: unknown;
  let latest: JobEventPayloads['progress'] | undefined;
  let timer: NodeJS.Timeout | undefined;

  const write = (body: (transaction: Transaction<Tables>) => Promise<void>) => {
    writes = writes.then(async () => {
      if (attempt.stopReason() === 'lost' || fault) return;
      await attempt.write(body).catch((error) => {
        if (error instanceof JobLostError) return attempt.abandon('lost');
        fault = error;
        attempt.abandon('unwritable');
      });
    });
    return writes;
  };
  const writeLatest = () => {
    timer = undefined;
    const payload = latest;
    latest = undefined;
    if (payload) void write((transaction) => writeProgress(transaction, jobId, payload));
  };

  return {
    async report(event) {
      if (event.type === 'progress' || event.type === 'batch') {
        latest = progressOf(event);
        timer ??= setTimeout(writeLatest, PROGRESS_EVERY_MS);
        return;
      }
      // An epoch and a stage say more than the progress before them.
      if (event.type !== 'notice') latest = undefined;
      await write((transaction) => writeEvent(transaction, jobId, event));
    },
    async settle() {
      clearTimeout(timer);
      writeLatest();
      await writes;
      if (fault) throw fault;
    },
  };
}

function progressOf(
  event: Extract<ProgressEvent, { type: 'progress' | 'batch' }>,
): JobEventPayloads['progress'] {
  if (event.type === 'progress') {
    return {
      stage: event.stage,
      progress: event.total > 0 ? Math.min(1, event.done / event.total) : 0,
      secondsLeft: finite(event.secondsLeft),
      imagesPerSecond: event.unit === 'images' ? finite(event.perSecond) : undefined,
    };
  }
  const { stage, epoch, epochs, batch, batches, loss, accuracy } = event;
  return {
    stage,
    progress: Math.min(1, (epoch - 1 + batch / batches) / epochs),
    secondsLeft: finite(event.secondsLeft),
    imagesPerSecond: finite(event.imagesPerSecond),
    epoch,
    epochs,
    loss,
    accuracy,
  };
}

async function writeProgress(
  transaction: Transaction<Tables>,
  jobId: string,
  payload: JobEventPayloads['progress'],
): Promise<void> {
  await transaction
    .updateTable('jobs')
    .set({
      stage: payload.stage,
      progress: payload.progress,
      seconds_left: payload.secondsLeft ?? null,
      images_per_second: payload.imagesPerSecond ?? null,
    })
    .where('id', '=', jobId)
    .execute();
  await addEvent(transaction, jobId, { type: 'progress', payload });
}

async function writeEvent(
  transaction: Transaction<Tables>,
  jobId: string,
  event: Extract<ProgressEvent, { type: 'stage' | 'epoch' | 'notice' }>,
): Promise<void> {
  const update = transaction.updateTable('jobs').where('id', '=', jobId);
  if (event.type === 'notice') {
    const { level, message } = event;
    return addEvent(transaction, jobId, { type: 'notice', payload: { level, message } });
  }
  if (event.type === 'stage') {
    const { stage, message } = event;
    await update.set({ stage, progress: 0, seconds_left: null, images_per_second: null }).execute();
    return addEvent(transaction, jobId, { type: 'stage', payload: { stage, message } });
  }
  const { epochs, record } = event;
  await update.set({ progress: record.epoch / epochs, failures: 0 }).execute();
  // An attempt goes on from a checkpoint and may do an epoch again that an earlier one has told of: with the same numbers.
  const told = await transaction
    .selectFrom('job_events')
    .select('id')
    .where('job_id', '=', jobId)
    .where('type', '=', 'epoch')
    .where(sql`payload -> 'record' ->> 'phase'`, '=', record.phase)
    .where(sql`(payload -> 'record' ->> 'epoch')::int`, '=', record.epoch)
    .executeTakeFirst();
  if (!told) await addEvent(transaction, jobId, { type: 'epoch', payload: { epochs, record } });
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
