import type { Plan } from './plan.js';

export type UploadState =
  | 'waiting'
  | 'sending'
  | 'checking'
  | 'added'
  | 'importing'
  | 'unchanged'
  | 'duplicate'
  | 'nameTaken'
  | 'bad'
  | 'refused'
  | 'failed';

export interface Upload {
  readonly key: number;
  readonly plan: Exclude<Plan, { kind: 'unlabelled' }>;
  readonly state: UploadState;
  /** Of the bytes that are sent, in [0, 1]. */
  readonly sent: number;
  /** Why it was not added, in words. */
  readonly note: string;
}

/** What a view of the queue shows; a new object when something has changed. */
export interface UploadsView {
  readonly total: number;
  readonly done: number;
  /** Grows with everything that changed the dataset. */
  readonly added: number;
  /** In [0, 1], by bytes. */
  readonly progress: number;
  /** Being sent or checked now. */
  readonly active: readonly Upload[];
  /** Not added, by what became of them. */
  readonly problems: readonly Upload[];
  /** Imports that zips became. */
  readonly jobs: readonly string[];
}

/** Neither added nor given up. */
export const UNDER_WAY: ReadonlySet<UploadState> = new Set(['waiting', 'sending', 'checking']);
const FINE: ReadonlySet<UploadState> = new Set(['added', 'unchanged', 'importing']);

/** @param added grows with everything that changed the dataset. */
export function viewOf(uploads: readonly Upload[], added: number, jobs: readonly string[]): UploadsView {
  const bytes = (upload: Upload) => upload.plan.file.size;
  const all = uploads.reduce((sum, upload) => sum + bytes(upload), 0);
  const sent = uploads.reduce(
    (sum, upload) => sum + bytes(upload) * (UNDER_WAY.has(upload.state) ? upload.sent : 1),
    0,
  );
  // What is shown must not change in the hands of whoever shows it.
  const copy = ({ key, plan, state, sent: part, note }: Upload): Upload => ({
    key,
    plan,
    state,
    sent: part,
    note,
  });
  return {
    total: uploads.length,
    done: uploads.filter(({ state }) => !UNDER_WAY.has(state)).length,
    added,
    progress: all === 0 ? 1 : sent / all,
    active: uploads.filter(({ state }) => state === 'sending').map(copy),
    problems: uploads.filter(({ state }) => !UNDER_WAY.has(state) && !FINE.has(state)).map(copy),
    jobs,
  };
}
