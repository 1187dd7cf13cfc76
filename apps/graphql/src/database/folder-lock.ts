import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../errors.js';

/** Locks of this process. */
const held = new Set<string>();

/**
 * Keeps a second process out of a folder that only one may use. A lock that a killed process left behind is taken over.
 *
 * @returns gives the folder free again.
 * @throws ConfigError `CONFIG_FOLDER_IN_USE` naming the process that holds it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'graft.lock');
  if (held.has(path)) throw inUse(folder, process.pid);
  for (;;) {
    const file = await open(path, 'wx').catch(ifExists);
    if (file) {
      await file.writeFile(String(process.pid));
      await file.close();
      held.add(path);
      return async () => {
        held.delete(path);
        await rm(path, { force: true });
      };
    }
    const holder = Number(await readFile(path, 'utf8').catch(() => ''));
    // A container starts its program under the same number each time: one's own number is a predecessor's.
    if (holder !== process.pid && isAlive(holder)) throw inUse(folder, holder);
    await rm(path, { force: true });
  }
}

function inUse(folder: string, pid: number): ConfigError {
  return new ConfigError(
    'CONFIG_FOLDER_IN_USE',
    `${folder} is in use by process ${pid}. The embedded database serves one process: stop that one, choose another GRAFT_DATA, or give both a DATABASE_URL.`,
    { details: { folder, pid } },
  );
}

function ifExists(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'EEXIST') throw error;
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
