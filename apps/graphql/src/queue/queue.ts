import type { Transaction } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { OpenDatabase } from '../database/database.js';
import type { Tables } from '../database/tables.js';

/** Hands each job to one worker at a time, and to another one when that worker is no longer heard from. */
export interface Queue {
  /** Within the transaction that writes the job's row, so that there is never the one without the other. */
  enqueue(transaction: Transaction<Tables>, jobId: string): Promise<void>;
  /**
   * Starts taking jobs.
   *
   * @param handle resolves when the job needs no other worker, whatever its result; the signal fires when this worker is to stop: give the job back by rejecting.
   */
  work(concurrency: number, handle: (jobId: string, signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Jobs that wait. */
  depth(): Promise<number>;
  /** Takes no more jobs, asks running handlers to stop and waits for them. */
  stop(): Promise<void>;
}

const QUEUE = 'graft-jobs';
/** A worker that is silent for this long has lost its job; pg-boss allows no less than 10. */
const HEARTBEAT_SECONDS = 10;
const GRACE_MS = 25_000;

export async function openQueue(
  { bossOptions }: OpenDatabase,
  onError: (error: Error) => void,
): Promise<Queue> {
  const boss = new PgBoss({ ...bossOptions, monitorIntervalSeconds: 2 });
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(QUEUE, {
    retryLimit: 5,
    retryDelay: 1,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    // A job may take a day; a dead worker is noticed by its heartbeat.
    expireInSeconds: 24 * 3600 - 1,
  });
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();

  return {
    async enqueue(transaction, jobId) {
      await boss.send(QUEUE, { jobId }, { db: fromKysely(transaction) });
    },
    async work(concurrency, handle) {
      if (concurrency === 0) return;
      const options = { pollingIntervalSeconds: 0.5, localConcurrency: concurrency, batchSize: 1 };
      await boss.work<{ jobId: string }>(QUEUE, options, async ([job]) => {
        const work = handle(job!.data.jobId, stopping.signal);
        running.add(work);
        await work.finally(() => running.delete(work));
      });
    },
    async depth() {
      const [stats] = await boss.getQueues([QUEUE]);
      return stats?.queuedCount ?? 0;
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(running);
      await boss.stop({ graceful: true, timeout: GRACE_MS, close: true });
    },
  };
}
