import { randomUUID } from 'node:crypto';
import type { AnyManifest } from '@graft/core';
import type { Transaction } from 'kysely';
import type { Tables } from '../database/tables.js';

export interface NewModel {
  readonly name: string;
  readonly jobId: string;
  readonly datasetId: string | null;
  readonly datasetVersion: string | null;
  /** A whole bundle lies there. */
  readonly storagePrefix: string;
  readonly manifest: AnyManifest;
}

/**
 * Gives a bundle in storage its place among the models: the next version of its name. Two jobs that finish at once wait
 * for each other here; a number that was given is never given again.
 */
export async function registerModel(transaction: Transaction<Tables>, model: NewModel): Promise<void> {
  const { last_version: version } = await transaction
    .insertInto('model_names')
    .values({ name: model.name, last_version: 1 })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((row) => ({
        last_version: row('model_names.last_version', '+', 1),
      })),
    )
    .returning('last_version')
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('models')
    .values({
      id: randomUUID(),
      name: model.name,
      version,
      job_id: model.jobId,
      dataset_id: model.datasetId,
      dataset_version: model.datasetVersion,
      storage_prefix: model.storagePrefix,
      manifest: JSON.stringify(model.manifest),
    })
    .execute();
}
