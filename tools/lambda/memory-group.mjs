import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';
let made = 0;

/**
 * @typedef {object} MemoryGroup
 * @property {string} joinFile A process writes its id into it to join.
 * @property {() => number} peakBytes The most that its processes held at a time.
 * @property {() => number} kills How many of them the kernel killed for want of memory.
 * @property {() => void} remove Once they have ended.
 */

/**
 * A group of processes that the kernel holds to so much memory, as Lambda does; undefined where this user may make none.
 *
 * @param {number} bytes
 * @returns {MemoryGroup | undefined}
 */
export function memoryGroup(bytes) {
  const version1 = existsSync(join(ROOT, 'memory', 'memory.limit_in_bytes'));
  const folder = join(ROOT, version1 ? 'memory' : '', `graft-${process.pid}-${made++}`);
  const [limit, peak, kills] = version1
    ? ['memory.limit_in_bytes', 'memory.max_usage_in_bytes', 'memory.oom_control']
    : ['memory.max', 'memory.peak', 'memory.events'];
  const read = (/** @type {string} */ file) => readFileSync(join(folder, file), 'utf8');
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, limit), String(bytes));
    if (!version1) writeFileSync(join(folder, 'memory.swap.max'), '0');
  } catch {
    removeIfThere(folder);
    return undefined;
  }
  return {
    joinFile: join(folder, 'cgroup.procs'),
    peakBytes: () => Number(read(peak)),
    kills: () => Number(/oom_kill (\d+)/.exec(read(kills))?.[1] ?? 0),
    remove: () => removeIfThere(folder),
  };
}

/** @param {string} folder */
function removeIfThere(folder) {
  try {
    rmdirSync(folder);
  } catch {
    // Never made, or a process has not quite ended; an empty group holds nothing.
  }
}
