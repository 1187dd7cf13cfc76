import {
  appendFileSync,
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
/** On another machine nobody can see who is alive: one that has been silent for this long is dead. */
const SILENT_ELSEWHERE_MS = 30_000;
/** Here, the number of a dead process may have gone to another one, after a restart for instance. */
const SILENT_HERE_MS = 10 * 60_000;

/** Locks of this process. @type {Set<string>} */
const held = new Set();

/**
 * Runs `body` while no other process holds `path`; waits for one that does. A process that was killed holds nothing,
 * once the children that it left behind have ended too: an orphaned `npm ci` goes on writing.
 *
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} body
 */
export async function withLock(path, body) {
  mkdirSync(dirname(path), { recursive: true });
  for (let told = false; !take(path); ) {
    if (removeIfStale(path)) continue;
    if (!told) say('another bootstrap is at work; waiting for it');
    told = true;
    await sleep(200);
  }
  held.add(path);
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS);
  try {
    return await body();
  } finally {
    clearInterval(heartbeat);
    held.delete(path);
    if (read(path)?.startsWith(`${me()} `)) rmSync(path, { force: true });
  }
}

/** Makes this process's locks last as long as the child. @param {number | undefined} pid */
export function keepLocksFor(pid) {
  for (const path of held) appendFileSync(path, `${pid} `);
}

function me() {
  return `${hostname()} ${process.pid}`;
}

/** @param {string} path */
function take(path) {
  try {
    writeFileSync(path, `${me()} `, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  }
}

/** @param {string} path */
function removeIfStale(path) {
  const holder = read(path);
  if (holder === undefined) return true;
  if (!isStale(path, holder)) return false;
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    // Another process saw the same dead holder, removed it and took the lock before us: give it back.
    if (read(aside) !== holder) linkSync(aside, path);
    rmSync(aside);
  } catch {
    // Released or removed meanwhile.
  }
  return true;
}

/** @param {string} path @param {string} holder */
function isStale(path, holder) {
  const [host, ...pids] = holder.trim().split(' ');
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  const silence = Date.now() - touched;
  if (host !== hostname()) return silence > SILENT_ELSEWHERE_MS;
  return silence > SILENT_HERE_MS || !pids.some((pid) => isAlive(Number(pid)));
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
