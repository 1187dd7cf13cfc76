import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Storage } from '@graft/core';
import type { JobRow } from '../jobs/job-handler.js';
import { checkpointPrefix } from '../jobs/job-storage.js';

/** Keeps what a training has learned so far where a worker on another machine finds it. */
export interface CheckpointCourier {
  /** Copies the checkpoint as it is now, or soon when a copy is under way. Never rejects: the next epoch tries again. */
  send(): Promise<void>;
}

/**
 * Copies checkpoints from a local folder to storage, under the attempt's own number: an attempt that was given up can
 * overwrite nothing that a later one has written.
 */
export function checkpointCourier(
  storage: Storage,
  { id, attempt }: Pick<JobRow, 'id' | 'attempt'>,
  folder: string,
  onError: (error: unknown) => void,
): CheckpointCourier {
  let underWay: Promise<void> | undefined;
  let again = false;

  const copy = async () => {
    const own = `${checkpointPrefix(id)}${attempt}/`;
    for (const name of await checkpointFiles(folder)) {
      // The trainer replaces the file whole; an open one stays what it was.
      await storage.writeStream(`${own}${name}`, createReadStream(join(folder, name)));
    }
    for (const key of await storage.list(checkpointPrefix(id))) {
      if (attemptOf(key) < attempt) await storage.remove(key);
    }
  };
  return {
    send() {
      again = true;
      underWay ??= (async () => {
        while (again) {
          again = false;
          await copy().catch(onError);
        }
        underWay = undefined;
      })();
      return underWay;
    },
  };
}

/** Brings the newest attempt's checkpoint into a local folder; nothing happens when there is none. */
export async function fetchCheckpoint(storage: Storage, jobId: string, folder: string): Promise<void> {
  const keys = await storage.list(checkpointPrefix(jobId));
  const newest = Math.max(...keys.map(attemptOf));
  await mkdir(folder, { recursive: true });
  for (const key of keys.filter((each) => attemptOf(each) === newest)) {
    const path = join(folder, key.slice(key.lastIndexOf('/') + 1));
    await pipeline(await storage.readStream(key), createWriteStream(path));
  }
}

async function checkpointFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.checkpoint'));
}

/** Of `jobs/<id>/checkpoints/<attempt>/<name>`. */
function attemptOf(key: string): number {
  return Number(key.split('/')[3]);
}
