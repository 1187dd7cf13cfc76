import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatasetError, type Listing, type Task } from '@graft/core';
import { fromListing } from './folder.js';
import { listManifest } from './list-manifest.js';
import type { OpenSource } from './types.js';

export interface ManifestText {
  readonly text: string;
  readonly format: 'csv' | 'jsonl';
}

/** A manifest that came as text; its pictures lie in a folder on this server. */
export async function openManifestText(
  roots: readonly string[],
  { folder, ...manifest }: ManifestText & { folder: string },
  task: Task,
): Promise<OpenSource> {
  const listing = await listManifestText(manifest, task);
  const files = listing.files.map((file) => ({ ...file, path: join(folder, file.id) }));
  return fromListing(roots, { ...listing, files });
}

/** @throws DatasetError `DATASET_MANIFEST` with `details` line and field. */
export async function listManifestText({ text, format }: ManifestText, task: Task): Promise<Listing> {
  const folder = await mkdtemp(join(tmpdir(), 'graft-manifest-'));
  try {
    const path = join(folder, `manifest.${format}`);
    await writeFile(path, text);
    return await listManifest(path, task).catch((error: unknown) => {
      if (!(error instanceof DatasetError)) throw error;
      // The temporary path means nothing to anybody.
      const { file: _, ...details } = error.details;
      throw new DatasetError(
        error.code,
        error.message.replaceAll(` (${path})`, '').replaceAll(path, 'manifest'),
        {
          details,
        },
      );
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
