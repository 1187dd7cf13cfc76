import { readdir, rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/**
 * Path of this process's partial download of `path`, in the same folder. Each process writes its own, so two never write
 * into one file; the part of a process that has ended is taken over, so nothing is downloaded twice.
 */
export async function claimPart(path: string): Promise<string> {
  const folder = dirname(path);
  const prefix = `${basename(path)}.${hostname()}-`;
  const own = join(folder, `${prefix}${process.pid}.part`);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix) || !name.endsWith('.part')) continue;
    const pid = Number(name.slice(prefix.length, -'.part'.length));
    if (pid === process.pid) return own;
    if (isRunning(pid)) continue;
    try {
      await rename(join(folder, name), own);
      return own;
    } catch {
      // Another process took it first.
    }
  }
  return own;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process of another user may not be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
