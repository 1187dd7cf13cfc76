import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ImageError, type Task } from '@graft/core';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import type { App } from '../../app.js';
import { checkedEntries, damagedZip, ZIP_LIMITS } from './checked-entries.js';
import { labelByPath } from './named-files.js';
import { tooManyBytes } from './too-many-bytes.js';
import type { OpenSource } from './types.js';

/**
 * An uploaded zip. Its directory is checked as a whole before anything is unpacked; pictures are unpacked one by one, in
 * memory, under names of their own: nothing in a zip ever names a path on this machine.
 *
 * @throws DatasetError `ZIP_DAMAGED`, `ZIP_REFUSED` (hostile or encrypted), `ZIP_TOO_LARGE`, `DATASET_NO_CLASSES`, `DATASET_MANIFEST`.
 */
export async function openZip(
  { storage, config }: App,
  { key, name }: { key: string; name: string },
  task: Task,
  signal: AbortSignal,
): Promise<OpenSource> {
  const folder = await mkdtemp(join(tmpdir(), 'graft-zip-'));
  let zip: ZipFile | undefined;
  const close = async () => {
    zip?.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const path = join(folder, 'upload.zip');
    await pipeline(await storage.readStream(key), createWriteStream(path), { signal });
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: false }).catch(
      (cause: unknown) => {
        throw damagedZip(name, cause);
      },
    );
    const limits = { ...ZIP_LIMITS, unpackedBytes: ZIP_LIMITS.unpackedFactor * config.limits.uploadBytes };
    const entries = await checkedEntries(zip, name, limits);
    const read = (path: string, maxBytes: number) => unpack(zip!, entries.get(path), path, maxBytes);
    const { files, notices } = await labelByPath([...entries.keys()], read, name, task);
    return {
      files: files.map(({ path, ...file }) => ({
        ...file,
        size: entries.get(path)?.uncompressedSize,
        read: (maxBytes) => read(path, maxBytes),
      })),
      notices,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Never more than `maxBytes` in memory, whatever the directory says. */
async function unpack(
  zip: ZipFile,
  entry: Entry | undefined,
  path: string,
  maxBytes: number,
): Promise<Uint8Array> {
  if (!entry) throw new ImageError('IMAGE_NOT_FOUND', `${path} is not in the zip: expected a picture file.`);
  if (entry.uncompressedSize > maxBytes) throw tooManyBytes(path, entry.uncompressedSize, maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      size += (chunk as Buffer).length;
      if (size > maxBytes) throw tooManyBytes(path, size, maxBytes);
      chunks.push(chunk as Buffer);
    }
  } catch (cause) {
    if (cause instanceof ImageError) throw cause;
    const reason = (cause as Error).message;
    throw new ImageError('IMAGE_DAMAGED', `${path} cannot be unpacked: ${reason}. Pack it again.`, { cause });
  }
  return Buffer.concat(chunks);
}
