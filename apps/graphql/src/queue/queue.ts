import { sql, type Transaction } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { OpenDatabase } from '../database/database.js';
import type { Tables } from '../database/tables.js';

/** Hands each job to one worker at a time, and to another one when that worker is no longer heard from. */
export interface Queue {
  /**
   * Within the transaction that writes the job's row, so that there is never the one without the other.
   *
   * @param delaySeconds before a worker may take it; default 0.
   */
  enqueue(transaction: Transaction<Tables>, jobId: string, delaySeconds?: number): Promise<void>;
  /**
   * Starts taking jobs.
   *
   * @param handle resolves when this entry of the queue is dealt with, whatever became of the job; rejects to have it tried again. The signal fires when this worker is to stop.
   */
  work(concurrency: number, handle: (jobId: string, signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Fires when `stop` is called. */
  readonly stopping: AbortSignal;
  /** Jobs that wait, and those that a worker has; as of a few seconds ago. */
  counts(): Promise<{ readonly waiting: number; readonly running: number }>;
  /** Of these jobs, those that no worker holds or will get: their entries were used up or never came back with a restored database. */
  missing(transaction: Transaction<Tables>, jobIds: readonly string[]): Promise<string[]>;
  /** Takes no more jobs, asks running handlers to stop and waits for them. */
  stop(): Promise<void>;
}

const QUEUE = 'graft-jobs';
/** A worker that is silent for this long has lost its job; pg-boss allows no less than 10. */
const HEARTBEAT_SECONDS = 10;
/** How often somebody looks for silent workers. */
const LOOK_SECONDS = 2;
const GRACE_MS = 25_000;

export async function openQueue(
  { bossOptions }: OpenDatabase,
  onError: (error: Error) => void,
): Promise<Queue> {
  const boss = new PgBoss({
    ...bossOptions,
    superviseIntervalSeconds: LOOK_SECONDS,
    monitorIntervalSeconds: LOOK_SECONDS,
  });
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
    async enqueue(transaction, jobId, delaySeconds = 0) {
      const options = { startAfter: delaySeconds || undefined, singletonKey: jobId };
      await boss.send(QUEUE, { jobId }, { ...options, db: fromKysely(transaction) });
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
    stopping: stopping.signal,
    async counts() {
      const [stats] = await boss.getQueues([QUEUE]);
      return { waiting: stats?.queuedCount ?? 0, running: stats?.activeCount ?? 0 };
    },
    async missing(transaction, jobIds) {
      if (jobIds.length === 0) return [];
      const { rows } = await sql<{ id: string }>`
        select distinct singleton_key as id from pgboss.job
        where name = ${QUEUE} and state in ('created', 'retry', 'active') and singleton_key in (${sql.join(jobIds)})
      `.execute(transaction);
      const present = new Set(rows.map(({ id }) => id));
      return jobIds.filter((id) => !present.has(id));
    },
    async stop() {
      // First, or a job that is given back would be taken by this worker again.
      await boss.offWork(QUEUE, { wait: false });
      stopping.abort();
      await Promise.allSettled(running);
      await boss.stop({ graceful: true, timeout: GRACE_MS, close: true });
    },
  };
}
