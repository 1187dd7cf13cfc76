import type { Client } from 'urql';
import { ATTEMPTS, FIRST_WAIT_MS, patiently, pause } from './patience.js';
import type { Plan } from './plan.js';
import { type Completed, completeUploads, createUploads } from './requests.js';
import { SendError, sendFile, type Target } from './send-file.js';
import { UNDER_WAY, type Upload, type UploadState, type UploadsView, viewOf } from './uploads-view.js';

export interface UploadQueue {
  add(plans: readonly Exclude<Plan, { kind: 'unlabelled' }>[]): void;
  /** Sends again what failed; what had a name that was taken, in place of the other picture or under another name. */
  retry(uploads: readonly Upload[], how?: 'replace' | 'rename'): void;
  /** Gives up what was not added yet. */
  cancel(): void;
  /** Forgets what is done, so that the next upload starts with a clean list. */
  clear(): void;
  subscribe(listener: () => void): () => void;
  view(): UploadsView;
}

/** Sent at a time: browsers open six connections to a server, and the page has other things to ask. */
const PARALLEL = 4;
const ANNOUNCED_AT_ONCE = 40;
const CHECKED_AT_ONCE = 16;
/** Screens need no more. */
const TELL_EVERY_MS = 100;

type Working = { -readonly [Key in keyof Upload]: Upload[Key] } & {
  target?: Target & { readonly id: string; readonly name: string };
  attempts: number;
  replace: boolean;
};

/**
 * Sends files to a dataset: announced by dozens, sent a few at a time, taken up by the server in batches. A connection that
 * is lost is waited for; what fails for good can be tried again. Lives outside of the view, so that leaving it stops nothing.
 */
export function createUploadQueue(client: Client, dataset: string): UploadQueue {
  let uploads: Working[] = [];
  let jobs: string[] = [];
  let keys = 0;
  let added = 0;
  let sending = 0;
  let announcing = false;
  let completing = false;
  let abort = new AbortController();
  let current = viewOf([], 0, []);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  const tell = () => {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      current = viewOf(uploads, added, jobs);
      for (const listener of listeners) listener();
    }, TELL_EVERY_MS);
  };
  const set = (upload: Working, state: UploadState, note = '') => {
    upload.state = state;
    upload.note = note;
    if (state === 'added' || state === 'bad') added++;
    tell();
  };
  const of = (state: UploadState) => uploads.filter((upload) => upload.state === state);

  const pump = () => {
    void announce();
    void send();
    void complete();
    tell();
  };

  async function announce(): Promise<void> {
    if (announcing) return;
    const waiting = of('waiting');
    const ready = waiting.filter(({ target }) => target).length;
    const next = waiting.filter(({ target }) => !target).slice(0, ANNOUNCED_AT_ONCE);
    if (next.length === 0 || ready >= PARALLEL) return;
    announcing = true;
    const { signal } = abort;
    const answer = await patiently(
      () =>
        createUploads(
          client,
          dataset,
          next.map(({ plan }) => plan),
        ),
      signal,
    );
    announcing = false;
    if (signal.aborted) return;
    if ('problem' in answer) {
      // One that the server does not take holds up the others no longer.
      if (answer.at !== undefined && next[answer.at]) set(next[answer.at]!, 'refused', answer.problem);
      else for (const upload of next) set(upload, 'failed', answer.problem);
    } else {
      for (const [i, target] of answer.targets.entries()) next[i]!.target = target;
    }
    pump();
  }

  async function send(): Promise<void> {
    while (sending < PARALLEL) {
      const upload = uploads.find(({ state, target }) => state === 'waiting' && target);
      if (!upload) return;
      sending++;
      upload.sent = 0;
      set(upload, 'sending');
      void sendOne(upload, abort.signal).finally(() => {
        sending--;
        pump();
      });
    }
  }

  async function sendOne(upload: Working, signal: AbortSignal): Promise<void> {
    const onProgress = (sent: number) => {
      upload.sent = sent;
      tell();
    };
    try {
      await sendFile(upload.plan.file, upload.target!, onProgress, signal);
      upload.sent = 1;
      set(upload, 'checking');
    } catch (error) {
      if (signal.aborted) return;
      const status = error instanceof SendError ? error.status : -1;
      upload.attempts++;
      // An address that has expired: a new one is asked for.
      if (status === 403 || status === 404 || status === 409) delete upload.target;
      const again = status === 0 || status >= 500 || status === 403 || status === 404 || status === 409;
      if (!again || upload.attempts >= ATTEMPTS) return set(upload, 'failed', (error as Error).message);
      await pause(FIRST_WAIT_MS * 2 ** (upload.attempts - 1), signal);
      if (!signal.aborted) set(upload, 'waiting');
    }
  }

  async function complete(): Promise<void> {
    if (completing) return;
    const [first] = of('checking');
    const batch = of('checking')
      .filter(({ replace }) => replace === first!.replace)
      .slice(0, CHECKED_AT_ONCE);
    const more = sending > 0 || of('waiting').length > 0;
    if (batch.length === 0 || (batch.length < CHECKED_AT_ONCE / 2 && more)) return;
    completing = true;
    const { signal } = abort;
    const ids = batch.map(({ target }) => target!.id);
    const answer = await patiently(() => completeUploads(client, dataset, ids, first!.replace), signal);
    completing = false;
    if ('problem' in answer) {
      const lost = answer.at === undefined ? undefined : batch[answer.at];
      if (lost && ++lost.attempts < ATTEMPTS) {
        delete lost.target;
        set(lost, 'waiting');
      } else for (const upload of lost ? [lost] : batch) set(upload, 'failed', answer.problem);
    } else {
      for (const upload of batch) set(upload, ...outcome(upload, answer));
      jobs = [...jobs, ...answer.jobs];
      added += answer.jobs.length;
    }
    pump();
  }

  return {
    add(plans) {
      uploads = [
        ...uploads,
        ...plans.map(
          (plan): Working => ({
            key: keys++,
            plan,
            state: plan.kind === 'refused' ? 'refused' : 'waiting',
            sent: 0,
            note: plan.kind === 'refused' ? plan.reason : '',
            attempts: 0,
            replace: false,
          }),
        ),
      ];
      pump();
    },
    retry(again, how) {
      const chosen = new Set(again.map(({ key }) => key));
      for (const upload of uploads) {
        if (!chosen.has(upload.key)) continue;
        delete upload.target;
        upload.attempts = 0;
        upload.replace = how === 'replace';
        if (how === 'rename') upload.plan = renamed(upload.plan);
        set(upload, 'waiting');
      }
      pump();
    },
    cancel() {
      abort.abort();
      abort = new AbortController();
      announcing = false;
      completing = false;
      uploads = uploads.filter(({ state }) => !UNDER_WAY.has(state));
      tell();
    },
    clear() {
      uploads = uploads.filter(({ state }) => UNDER_WAY.has(state));
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view: () => current,
  };
}

function outcome({ plan, target }: Working, answer: Completed): [UploadState, string] {
  const name = target!.name;
  if (plan.kind === 'zip') return ['importing', ''];
  const bad = answer.bad.find((each) => each.name === name);
  if (bad) return ['bad', bad.message];
  const twin = answer.duplicates.find((each) => each.name === name);
  if (twin) return ['duplicate', twin.sameAs];
  if (answer.nameTaken.includes(name)) return ['nameTaken', ''];
  return [answer.unchanged.includes(name) ? 'unchanged' : 'added', ''];
}

/** Under a name that nothing else has: a mark of the moment before its ending. */
function renamed(plan: Working['plan']): Working['plan'] {
  if (plan.kind !== 'picture') return plan;
  const mark = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 5)}`;
  return { ...plan, name: plan.name.replace(/(\.\w+)$/, ` ${mark}$1`) };
}
