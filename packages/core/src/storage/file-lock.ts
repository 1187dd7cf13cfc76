import { randomUUID } from 'node:crypto';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAbsent } from './file-failure.js';

const RETRY_MS = 10;
/** Far longer than anybody holds a lock (a hash and a move): its holder was killed. */
const ABANDONED_AFTER_MS = 5_000;

/** Runs `body` while no other process that can see this file does; a lock that a killed process left is taken over. */
export async function withFileLock<T>(
  path: string,
  body: () => Promise<T>,
  { abandonedAfterMs = ABANDONED_AFTER_MS } = {},
): Promise<T> {
  let holder = '';
  let since = 0;
  while (!(await take(path))) {
    // Watched, instead of comparing its time with now: on a network share the clocks differ.
    const seen = await identity(path);
    if (seen !== holder) [holder, since] = [seen, performance.now()];
    else if (performance.now() - since > abandonedAfterMs) await removeAbandoned(path, holder);
    await sleep(RETRY_MS);
  }
  try {
    return await body();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moved aside first: of several processes that see the dead holder only one gets its lock, and nobody a living one's. */
async function removeAbandoned(path: string, holder: string): Promise<void> {
  const aside = `${path}-${randomUUID()}`;
  try {
    await rename(path, aside);
    // Somebody was faster, and this is already the next holder's: give it back.
    if ((await identity(aside)) !== holder) await link(aside, path);
    await rm(aside);
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}

/** Empty when nobody holds it. */
async function identity(path: string): Promise<string> {
  try {
    const { ino, mtimeNs } = await stat(path, { bigint: true });
    return `${ino}-${mtimeNs}`;
  } catch (error) {
    if (isAbsent(error)) return '';
    throw error;
  }
}
