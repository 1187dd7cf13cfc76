import { createHash, randomUUID } from 'node:crypto';
import { OptionError } from '@graft/core';
import type { Transaction } from 'kysely';
import type { App, Principal } from '../app.js';
import type { JobKind, Tables } from '../database/tables.js';
import { ConflictError } from '../errors.js';
import { addEvent } from './job-events.js';
import type { JobRow } from './job-handler.js';

export interface NewJob {
  readonly kind: JobKind;
  /** Validated: it must be certain that a worker can make sense of it. */
  readonly input: Record<string, unknown>;
  /** What the caller asked for, where `input` adds what is so today; default: `input`. */
  readonly request?: unknown;
  readonly datasetId?: string;
  readonly datasetVersion?: string;
  /** The same key from the same principal gives the same job. */
  readonly idempotencyKey?: string | null;
  /** Of a comparison, which does no work of its own. */
  readonly children?: readonly Omit<NewJob, 'children' | 'request' | 'idempotencyKey'>[];
}

/**
 * Writes the job, and its children, and queues them, all in one transaction.
 *
 * @throws ConflictError `IDEMPOTENCY_KEY_REUSED` when the key belongs to another request; OptionError for what is no key.
 */
export async function createJob({ db, queue }: App, principal: Principal, job: NewJob): Promise<JobRow> {
  if (job.idempotencyKey != null) checkKey(job.idempotencyKey);
  return db.transaction().execute(async (transaction) => {
    const row = await insertJob(transaction, principal, job, null);
    if (!row) return (await findEarlier(transaction, principal, job))!;
    for (const child of job.children ?? []) {
      const childRow = await insertJob(transaction, principal, child, row.id);
      await queue.enqueue(transaction, childRow!.id);
    }
    if (!job.children) await queue.enqueue(transaction, row.id);
    return row;
  });
}

type Call = Pick<NewJob, 'kind' | 'request' | 'idempotencyKey'> & { readonly input?: unknown };

/**
 * The job that the same call has made before: to be asked before a request is checked, since the dataset may have changed
 * since.
 *
 * @throws ConflictError `IDEMPOTENCY_KEY_REUSED` when the key belongs to another request.
 */
export function findEarlierJob(
  { db }: Pick<App, 'db'>,
  principal: Principal,
  job: Call,
): Promise<JobRow | undefined> {
  return db.transaction().execute((transaction) => findEarlier(transaction, principal, job));
}

async function findEarlier(
  transaction: Transaction<Tables>,
  principal: Principal,
  job: Call,
): Promise<JobRow | undefined> {
  const { idempotencyKey } = job;
  if (idempotencyKey == null) return undefined;
  checkKey(idempotencyKey);
  const earlier = await transaction
    .selectFrom('jobs')
    .selectAll()
    .where('principal', '=', principal.id)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst();
  if (!earlier || earlier.input_hash === requestHash(job)) return earlier;
  throw new ConflictError(
    'IDEMPOTENCY_KEY_REUSED',
    `The idempotency key ${JSON.stringify(idempotencyKey)} was used for another request. Use a new key for new work.`,
    { details: { field: 'idempotencyKey' } },
  );
}

function checkKey(key: string): void {
  if (/^[\x20-\x7e]{1,200}$/.test(key)) return;
  throw new OptionError(
    'OPTION_INVALID',
    'The idempotency key is not one: expected 1 to 200 characters of ASCII, such as a UUID.',
    { details: { field: 'idempotencyKey' } },
  );
}

/** @returns undefined when the idempotency key is taken. */
async function insertJob(
  transaction: Transaction<Tables>,
  principal: Principal,
  job: NewJob,
  parentId: string | null,
): Promise<JobRow | undefined> {
  const row = await transaction
    .insertInto('jobs')
    .values({
      id: randomUUID(),
      kind: job.kind,
      input: JSON.stringify(job.input),
      dataset_id: job.datasetId ?? null,
      dataset_version: job.datasetVersion ?? null,
      parent_id: parentId,
      principal: principal.id,
      idempotency_key: job.idempotencyKey ?? null,
      input_hash: requestHash(job),
    })
    .onConflict((conflict) => conflict.columns(['principal', 'idempotency_key']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row) await addEvent(transaction, row.id, { type: 'state', payload: { state: 'QUEUED', attempt: 0 } });
  return row;
}

function requestHash({ kind, request, input }: Call): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, request ?? input]))
    .digest('hex');
}
