import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface FolderSize {
  readonly name: string;
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
}

/** The sub-folders of `folder` with what they hold, by name; empty when there is no such folder. */
export async function folderSizes(folder: string): Promise<FolderSize[]> {
  const sizes: FolderSize[] = [];
  for (const entry of await list(folder)) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    sizes.push({ name: entry.name, path, ...(await measure(path)) });
  }
  return sizes.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function measure(folder: string): Promise<{ files: number; bytes: number }> {
  let files = 0;
  let bytes = 0;
  for (const entry of await list(folder)) {
    const path = join(folder, entry.name);
    const inside = entry.isDirectory() ? await measure(path) : { files: 1, bytes: await sizeOf(path) };
    files += inside.files;
    bytes += inside.bytes;
  }
  return { files, bytes };
}

/** Another process may delete what is being measured. */
async function list(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

async function sizeOf(path: string): Promise<number> {
  return lstat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
