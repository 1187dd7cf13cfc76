import { createHash, randomUUID } from 'node:crypto';
import type { App, Principal } from '../app.js';
import type { JobKind } from '../database/tables.js';
import { ConflictError } from '../errors.js';
import type { JobRow } from './job-handler.js';

export interface NewJob {
  readonly kind: JobKind;
  /** Validated: it must be certain that a worker can make sense of it. */
  readonly input: Record<string, unknown>;
  readonly datasetId?: string;
  readonly datasetVersion?: string;
  readonly parentId?: string;
  /** The same key from the same principal gives the same job. */
  readonly idempotencyKey?: string | null;
}

/**
 * Writes the job and queues it in one transaction.
 *
 * @throws ConflictError `IDEMPOTENCY_KEY_REUSED` when the key belongs to a job with another input.
 */
export async function createJob({ db, queue }: App, principal: Principal, job: NewJob): Promise<JobRow> {
  const inputHash = createHash('sha256')
    .update(JSON.stringify([job.kind, job.input]))
    .digest('hex');
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .insertInto('jobs')
      .values({
        id: randomUUID(),
        kind: job.kind,
        input: JSON.stringify(job.input),
        dataset_id: job.datasetId ?? null,
        dataset_version: job.datasetVersion ?? null,
        parent_id: job.parentId ?? null,
        principal: principal.id,
        idempotency_key: job.idempotencyKey ?? null,
        input_hash: inputHash,
      })
      .onConflict((conflict) => conflict.columns(['principal', 'idempotency_key']).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (row) {
      await queue.enqueue(transaction, row.id);
      return row;
    }
    const earlier = await transaction
      .selectFrom('jobs')
      .selectAll()
      .where('principal', '=', principal.id)
      .where('idempotency_key', '=', job.idempotencyKey!)
      .executeTakeFirstOrThrow();
    if (earlier.input_hash === inputHash) return earlier;
    throw new ConflictError(
      'IDEMPOTENCY_KEY_REUSED',
      `The idempotency key ${JSON.stringify(job.idempotencyKey)} was used for another request. Use a new key for new work.`,
      { details: { field: 'idempotencyKey' } },
    );
  });
}
