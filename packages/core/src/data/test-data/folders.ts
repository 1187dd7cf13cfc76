import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { plainPng } from './pictures.js';

/** Writes files into a new temporary folder. @returns its path. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'graft-dataset-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  return root;
}

/** `count` different pictures in one folder, `FOLDER/0.png` and on; `first` keeps them apart from other folders'. */
export async function pictures(
  folder: string,
  count: number,
  first = 0,
): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < count; i++) {
    files[`${folder}/${i}.png`] = await plainPng((first + i) % 256, Math.floor((first + i) / 256));
  }
  return files;
}

/** Two classes of ten pictures. */
export async function twoClasses(prefix = ''): Promise<Record<string, Uint8Array>> {
  return { ...(await pictures(`${prefix}cats`, 10)), ...(await pictures(`${prefix}dogs`, 10, 100)) };
}
