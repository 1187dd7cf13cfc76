import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2000;
/** Connection lost, out of resources, transaction to be repeated, server going down or coming up. */
const PASSING = ['08', '53', '40', '57', '58'];

/**
 * Repeats work on the database until the database is there: a server that restarts must not cost hours of training. What
 * is repeated may have taken effect the first time, with only the answer lost.
 *
 * @param signal ends the waiting; the last error is thrown then.
 */
export async function patiently<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || signal?.aborted) throw error;
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Whether the same statement may well succeed later. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code && /^[0-9A-Z]{5}$/.test(code)) return PASSING.includes(code.slice(0, 2));
  if (code && /^E[A-Z]+$/.test(code)) return true;
  // node-postgres has no codes for these.
  return /connection (terminated|ended)|timeout exceeded|client (was closed|has encountered)|not queryable/i.test(
    error.message,
  );
}
