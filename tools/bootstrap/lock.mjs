import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './say.mjs';

const HEARTBEAT_MS = 2_000;
/** A holder that has not touched its lock for this long is dead, wherever it ran. */
const STALE_MS = 30_000;

/**
 * Runs `body` while no other process holds `path`; waits for one that does. A holder that was killed holds nothing.
 *
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} body
 */
export async function withLock(path, body) {
  const me = `${hostname()} ${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  for (let waiting = false; !take(path, me); waiting = true) {
    if (!waiting) say('another bootstrap is at work; waiting for it');
    await sleep(200);
  }
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS);
  try {
    return await body();
  } finally {
    clearInterval(heartbeat);
    if (read(path) === me) rmSync(path, { force: true });
  }
}

/** @param {string} path @param {string} me */
function take(path, me) {
  try {
    writeFileSync(path, me, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    removeIfStale(path);
    return false;
  }
}

/** @param {string} path */
function removeIfStale(path) {
  const holder = read(path);
  if (holder === undefined || !isStale(path, holder)) return;
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    // Another process saw the same dead holder, removed it and took the lock before us: give it back.
    if (read(aside) !== holder) linkSync(aside, path);
    rmSync(aside);
  } catch {
    // Released or removed meanwhile.
  }
}

/** @param {string} path @param {string} holder */
function isStale(path, holder) {
  const [host, pid] = holder.split(' ');
  if (host === hostname() && Number(pid) > 0 && !isAlive(Number(pid))) return true;
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - touched > STALE_MS;
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string} path */
function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Taken away by hand: nothing to keep alive.
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
