import type { EpochRecord, Stage } from '@graft/core';
import type { Transaction } from 'kysely';
import type { JobState, Tables } from '../database/tables.js';

/** What an event of each type says. */
export interface JobEventPayloads {
  state: { state: JobState; attempt: number; errorCode?: string; errorMessage?: string };
  stage: { stage: Stage; message: string };
  progress: {
    stage: Stage;
    /** Fraction in [0, 1] of the stage. */
    progress: number;
    secondsLeft?: number;
    imagesPerSecond?: number;
    /** Only while something learns. */
    epoch?: number;
    epochs?: number;
    loss?: number;
    accuracy?: number;
  };
  epoch: { epochs: number; record: EpochRecord };
  notice: { level: 'info' | 'warning'; message: string };
}

export type JobEventType = keyof JobEventPayloads;
export type NewJobEvent = {
  [Type in JobEventType]: { type: Type; payload: JobEventPayloads[Type] };
}[JobEventType];

/** An event as it was written; `id` is the cursor. */
export type JobEvent = NewJobEvent & { id: string; job_id: string; at: Date };

/**
 * Adds to the story of a job. The job must be locked (`withJob`): ids are given in the order of writing only then become
 * visible in the order of ids, which a cursor relies on.
 */
export async function addEvent(
  transaction: Transaction<Tables>,
  jobId: string,
  { type, payload }: NewJobEvent,
): Promise<void> {
  await transaction
    .insertInto('job_events')
    .values({ job_id: jobId, type, payload: JSON.stringify(payload) })
    .execute();
}
