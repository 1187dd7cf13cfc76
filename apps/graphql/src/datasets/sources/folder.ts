import { constants } from 'node:fs';
import { open, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DatasetError,
  ImageError,
  type Listing,
  MANIFEST_NAMES,
  readDatasetFolder,
  type Task,
} from '@graft/core';
import { isBelowRoot } from '../allowed-path.js';
import { listManifest } from './list-manifest.js';
import { needsManifest } from './needs-manifest.js';
import { tooManyBytes } from './too-many-bytes.js';
import type { OpenSource, SourceFile } from './types.js';

/** A folder on this server, laid out in any way that core reads. */
export async function openFolder(roots: readonly string[], path: string, task: Task): Promise<OpenSource> {
  if (task === 'single-label') return fromListing(roots, await readDatasetFolder(path));
  const inside = await readdir(path);
  const manifest = MANIFEST_NAMES.find((name) => inside.includes(name));
  if (manifest) return openManifestFile(roots, join(path, manifest), task);
  throw new DatasetError('DATASET_NO_CLASSES', needsManifest('The folder', task));
}

/** A manifest on this server; its pictures lie beside it. */
export async function openManifestFile(
  roots: readonly string[],
  path: string,
  task: Task,
): Promise<OpenSource> {
  return fromListing(roots, await listManifest(path, task));
}

export function fromListing(roots: readonly string[], { files, ignored }: Listing): OpenSource {
  return {
    files: files.map(
      ({ id, path, label, split = null }): SourceFile => ({
        name: id,
        label,
        split,
        size: undefined,
        read: (maxBytes) => readAllowed(roots, id, path, maxBytes),
      }),
    ),
    notices: ignored.map((name) => `${name}/ is beside the splits and was not read.`),
    close: async () => {},
  };
}

/** A link inside an allowed folder may point out of it: the real file decides. */
async function readAllowed(
  roots: readonly string[],
  name: string,
  path: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const real = await realpath(path).catch((cause: unknown) => {
    throw new ImageError('IMAGE_NOT_FOUND', `${name} does not exist: expected a picture file.`, { cause });
  });
  if (!(await isBelowRoot(roots, real))) {
    throw new ImageError(
      'PATH_NOT_ALLOWED',
      `${name} is a link out of the folders that the server allows. Copy the picture.`,
    );
  }
  // A pipe would never end; opened without waiting for a writer it is seen as what it is.
  const file = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW).catch(
    (cause: unknown) => {
      throw new ImageError('IMAGE_UNREADABLE', `${name} cannot be read: ${(cause as Error).message}.`, {
        cause,
      });
    },
  );
  try {
    const facts = await file.stat();
    if (!facts.isFile())
      throw new ImageError('IMAGE_NOT_FOUND', `${name} is not a file: expected a picture.`);
    if (facts.size > maxBytes) throw tooManyBytes(name, facts.size, maxBytes);
    return await file.readFile();
  } finally {
    await file.close();
  }
}
