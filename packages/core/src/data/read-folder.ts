import { type Dirent, existsSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetError } from '../errors.js';
import { isPictureName } from './image-format.js';
import { joinListings, type ListedFile, type Listing, noClasses, splitNamed } from './listing.js';
import { readManifest } from './read-manifest.js';
import type { Split } from './types.js';

/** The names that Hugging Face's ImageFolder gives its manifests. */
export const MANIFEST_NAMES = ['metadata.jsonl', 'metadata.csv'];

/**
 * Lists a dataset folder: a manifest when it holds one; `train/`, `val/`, `test/` when they hold class folders or
 * manifests; otherwise one class per folder. Pictures may lie in sub-folders of their class. Hidden files and files
 * that are not pictures by name are passed over; symbolic links are followed.
 *
 * @throws DatasetError `DATASET_NO_CLASSES` saying what is expected and what was found; the codes of `readManifest`.
 */
export async function readFolder(root: string): Promise<Listing> {
  const manifest = manifestIn(root);
  if (manifest) return readManifest(manifest);

  const { folders, files } = await visibleEntries(root);
  if (folders.length === 0) throw noClasses(root, describeFiles(files));
  const splits = await splitFolders(root, folders);
  if (splits.length === 0) return readClassFolders(root, '', folders);

  if (!splits.some(({ split }) => split === 'train')) {
    throw noClasses(root, `${folders.map((name) => `${name}/`).join(', ')} but no train/`);
  }
  const parts = splits.map(({ folder, split }) => readSplitFolder(root, folder, split));
  const used = new Set(splits.map(({ folder }) => folder));
  const ignored = folders.filter((name) => !used.has(name));
  return joinListings([...(await Promise.all(parts)), { classes: [], files: [], ignored }]);
}

/**
 * `train` may also be a class (of vehicles, say): it is a split when it holds folders or a manifest, or when every
 * folder beside it is named like a split too.
 */
async function splitFolders(root: string, folders: readonly string[]) {
  const named = folders.flatMap((folder) => {
    const split = splitNamed(folder);
    return split ? [{ folder, split }] : [];
  });
  if (named.length === folders.length) return named;
  const training = named.filter(({ split }) => split === 'train');
  for (const { folder } of training) {
    const path = join(root, folder);
    if (manifestIn(path) || (await visibleEntries(path)).folders.length > 0) return named;
  }
  return [];
}

async function readSplitFolder(root: string, folder: string, split: Split): Promise<Listing> {
  const path = join(root, folder);
  const manifest = manifestIn(path);
  if (manifest) return readManifest(manifest, { idPrefix: `${folder}/`, split });
  const { folders, files } = await visibleEntries(path);
  if (folders.length === 0)
    throw noClasses(root, `no class folders inside ${folder}/ (${describeFiles(files)})`);
  return readClassFolders(path, `${folder}/`, folders, split);
}

async function readClassFolders(
  root: string,
  idPrefix: string,
  classes: readonly string[],
  split?: Split,
): Promise<Listing> {
  const files: ListedFile[] = [];
  for (const label of classes) {
    for await (const inside of pictureFiles(join(root, label))) {
      files.push({ id: `${idPrefix}${label}/${inside}`, path: join(root, label, inside), label, split });
    }
  }
  return { classes, files, ignored: [] };
}

/** Yields paths of pictures relative to the folder; a link back to a folder above is not entered again. */
async function* pictureFiles(folder: string, above: readonly string[] = []): AsyncGenerator<string> {
  const real = await realpath(folder);
  if (above.includes(real)) return;
  const { folders, files } = await visibleEntries(folder);
  yield* files.filter(isPictureName);
  for (const name of folders) {
    for await (const inside of pictureFiles(join(folder, name), [...above, real])) yield `${name}/${inside}`;
  }
}

/** Names in a folder, sorted, without hidden ones and without what macOS leaves in archives. */
async function visibleEntries(folder: string): Promise<{ folders: string[]; files: string[] }> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new DatasetError('DATASET_UNREADABLE', `${folder} cannot be read: ${(cause as Error).message}.`, {
      cause,
    });
  });
  const folders: string[] = [];
  const files: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name === '__MACOSX') continue;
    ((await isFolder(folder, entry)) ? folders : files).push(entry.name);
  }
  return { folders: folders.sort(), files: files.sort() };
}

async function isFolder(parent: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  const target = await stat(join(parent, entry.name)).catch(() => undefined);
  return target?.isDirectory() ?? false;
}

export function manifestIn(folder: string): string | undefined {
  return MANIFEST_NAMES.map((name) => join(folder, name)).find((path) => existsSync(path));
}

function describeFiles(files: readonly string[]): string {
  if (files.length === 0) return 'nothing in it';
  const pictures = files.filter(isPictureName).length;
  const manifests = files.filter((name) => /\.(csv|jsonl)$/i.test(name));
  const hint = manifests.length
    ? `; a manifest of another name is given by its path: ${manifests.join(', ')}`
    : '';
  return `${files.length} files (${pictures} pictures) and no folders${hint}`;
}
