import type { AnyManifest, ProgressEvent } from '@graft/core';
import type { Selectable } from 'kysely';
import type { App } from '../app.js';
import type { JobKind, Tables } from '../database/tables.js';

export type JobRow = Selectable<Tables['jobs']>;

/** A job that this worker holds. */
export interface RunningJob {
  readonly row: JobRow;
  /** Fires when the job is cancelled, lost to another worker, or this worker is to stop. */
  readonly signal: AbortSignal;
  /**
   * Becomes events and the row's progress, in order. Resolves when it is written, which needs no waiting for; never
   * rejects: when this worker no longer holds the job, the signal fires.
   */
  report(event: ProgressEvent): Promise<void>;
}

/** What a job gives; written together with its state, once. */
export interface JobOutcome {
  readonly result?: Record<string, unknown>;
  readonly model?: { readonly name: string; readonly storagePrefix: string; readonly manifest: AnyManifest };
}

/**
 * Does one kind of job. May run more than once, also at the same time on a worker that was given up: everything it
 * writes before it returns must be safe to repeat or belong to this attempt alone.
 *
 * @throws GraftError of kind `input` for what no other attempt would mend: the job fails with its code and message.
 */
export type JobHandler = (app: App, job: RunningJob) => Promise<JobOutcome>;

/** A comparison is done by its trainings. */
export type JobHandlers = Readonly<Record<Exclude<JobKind, 'COMPARISON'>, JobHandler>>;
