import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AbortedError, type OnProgress, StorageError, type Task } from '@graft/core';
import type { App } from '../app.js';
import { NotFoundError } from '../errors.js';
import { forEachConcurrently } from './for-each-concurrently.js';
import type { VersionRow } from './freeze-version.js';
import { progressReporter } from './progress-reporter.js';
import { pictureKey, versionKey } from './storage-keys.js';
import { manifestFields } from './targets.js';

interface MaterialiseOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** Downloads at a time. */
const CONCURRENCY = 8;

/**
 * Brings a version onto this machine, for core's `loadDataset`. Pictures are kept by hash and shared by versions, datasets
 * and workers; a version is a folder of links to them under the pictures' names, which are thus the ids in results.
 *
 *     <folder>/pictures/<sha256>
 *     <folder>/versions/<dataset>/<hash>/cats/1.jpg
 *     <folder>/versions/<dataset>/<hash>/<name of the dataset>.jsonl
 *
 * @returns path of the manifest.
 * @throws NotFoundError `NOT_FOUND` when the dataset or the version is gone. @throws StorageError `STORAGE_CORRUPT` when bytes are not
 * those that the version names. @throws AbortedError when the signal fires.
 */
export async function materialise(
  app: App,
  datasetId: string,
  hash: string,
  folder: string,
  { signal, onProgress }: MaterialiseOptions = {},
): Promise<string> {
  const version = join(folder, 'versions', datasetId, hash);
  const { name, task } = await datasetOf(app, datasetId, hash);
  const manifest = join(version, `${name}.jsonl`);
  if (await exists(manifest)) return manifest;

  const text = Buffer.from(await app.storage.read(versionKey(datasetId, hash))).toString('utf8');
  const rows = text.split('\n').flatMap((line) => (line ? [JSON.parse(line) as VersionRow] : []));
  const report = progressReporter(rows.length, onProgress);
  await mkdir(join(folder, 'pictures'), { recursive: true });
  await forEachConcurrently(rows, CONCURRENCY, async ({ sha256 }) => {
    if (signal?.aborted) throw new AbortedError('ABORTED', 'Stopped while bringing pictures here.');
    await bring(app, datasetId, sha256, join(folder, 'pictures', sha256));
    report();
  });
  if (!(await exists(version))) await linkTree(folder, version, rows);
  await writeAtomically(manifest, manifestOf(rows, task));
  return manifest;
}

function manifestOf(rows: readonly VersionRow[], task: Task): string {
  const lines = rows.map(({ file_name, label, split, sha256 }) =>
    JSON.stringify({ file_name, ...manifestFields(task, label), split, sha256 }),
  );
  return `${lines.join('\n')}\n`;
}

async function datasetOf(
  { db }: App,
  datasetId: string,
  hash: string,
): Promise<{ name: string; task: Task }> {
  const row = await db
    .selectFrom('datasets')
    .innerJoin('dataset_versions', 'dataset_versions.dataset_id', 'datasets.id')
    .select(['datasets.name', 'datasets.task'])
    .where('datasets.id', '=', datasetId)
    .where('dataset_versions.hash', '=', hash)
    .executeTakeFirst();
  if (row) return row;
  throw new NotFoundError(
    'NOT_FOUND',
    `There is no version ${hash} of dataset ${datasetId}. It may have been deleted.`,
    {
      details: { field: 'dataset' },
    },
  );
}

/** Appears under its hash only when it is whole and right, so workers on one machine may do this at once. */
async function bring(
  { storage, config }: App,
  datasetId: string,
  sha256: string,
  path: string,
): Promise<void> {
  if (await exists(path)) return;
  const key = pictureKey(datasetId, sha256);
  const temporary = `${path}.${randomUUID()}`;
  try {
    const linked = await linkFrom(config.storage, key, temporary);
    if (!linked) await pipeline(await storage.readStream(key), createWriteStream(temporary, { flags: 'wx' }));
    if ((await hashOf(temporary)) !== sha256) {
      throw new StorageError(
        'STORAGE_CORRUPT',
        `${key} in ${storage.description} has other bytes than when it was added. Remove the picture from the dataset and add it again.`,
        { details: { key } },
      );
    }
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** On the storage's own disk a second name saves the copy. False where that cannot be: another disk, S3. */
async function linkFrom(storage: string, key: string, path: string): Promise<boolean> {
  if (storage.startsWith('s3://')) return false;
  return link(join(storage, key), path).then(
    () => true,
    () => false,
  );
}

async function linkTree(folder: string, version: string, rows: readonly VersionRow[]): Promise<void> {
  const temporary = `${version}.${randomUUID()}`;
  try {
    const folders = new Set(rows.map(({ file_name }) => dirname(join(temporary, file_name))));
    await mkdir(temporary, { recursive: true });
    for (const path of folders) await mkdir(path, { recursive: true });
    await forEachConcurrently(rows, CONCURRENCY, ({ file_name, sha256 }) =>
      link(join(folder, 'pictures', sha256), join(temporary, file_name)),
    );
    // Another worker may have been first; then its links are the same.
    await rename(temporary, version).catch(async (error: unknown) => {
      if (!(await exists(version))) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
