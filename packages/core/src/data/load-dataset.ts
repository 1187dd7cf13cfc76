import { stat } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { DatasetError, OptionError } from '../errors.js';
import type { OnProgress } from '../progress.js';
import { byCodePoint } from './by-code-point.js';
import { checkClasses } from './check-classes.js';
import { checkCopies } from './check-copies.js';
import { type CheckedFile, checkFiles } from './check-files.js';
import { datasetHash } from './dataset-hash.js';
import type { Listing } from './listing.js';
import { loadTargetDataset } from './load-target-dataset.js';
import { manifestIn, readFolder } from './read-folder.js';
import { readManifest } from './read-manifest.js';
import { type Splits, splitSamples } from './split-samples.js';
import { type Dataset, type SkippedFile, SPLITS, type Task } from './types.js';

export interface LoadDatasetOptions {
  /** Of the splits that Graft makes; default 42. */
  seed?: number;
  /** Part of the training pictures for choosing epochs, in [0, 1), when the dataset has no such split; default 0.1. */
  validationFraction?: number;
  /** Part of the training pictures for the final result, in [0, 1), when the dataset has no test split; default 0.1. */
  testFraction?: number;
  /** A file that cannot be used: `skip` lists it in `Dataset.skipped` (default), `refuse` throws. */
  onBadFile?: 'skip' | 'refuse';
  /** The same picture in two of the dataset's own splits: `refuse` throws (default), `keep` is for looking for faults. */
  onSplitOverlap?: 'refuse' | 'keep';
  /** `multi-label` and `regression` need a manifest with their targets; default `single-label`. */
  task?: Task;
  /** Of a regression: the manifest's columns with its numbers; default `target` or all that start with `target_`. */
  targets?: readonly string[];
  onProgress?: OnProgress;
  signal?: AbortSignal;
}

/**
 * Reads a dataset of labelled pictures: a folder per class, the same inside `train/`, `val/` and `test/`, or a CSV or
 * JSONL manifest with `file_name`, `label` and optionally `split`. Splits that are missing are made from `train`:
 * class by class, seeded, copies of a picture always together.
 *
 * Every file's bytes are hashed and its header is read, so a bad file is known by name before training starts.
 *
 *     const dataset = await loadDataset('pets', { seed: 7 });
 *     console.log(dataset.labels, dataset.splits.train.length, dataset.skipped);
 *
 * @param path a folder, or a manifest `.csv` or `.jsonl`.
 * @throws DatasetError `DATASET_NOT_FOUND`, `DATASET_UNREADABLE`, `DATASET_NO_CLASSES`, `DATASET_SINGLE_CLASS`,
 * `DATASET_EMPTY_CLASS`, `DATASET_LABEL_MISMATCH`, `DATASET_SPLIT_OVERLAP`, `DATASET_TOO_SMALL`, `DATASET_MANIFEST`,
 * `DATASET_BAD_FILES` (under `refuse`).
 * @throws OptionError `OPTION_INVALID` for fractions out of range. @throws AbortedError when the signal fires.
 */
export async function loadDataset(path: string, options: LoadDatasetOptions = {}): Promise<Dataset> {
  const { seed = 42, validationFraction = 0.1, testFraction = 0.1, onBadFile = 'skip', onProgress } = options;
  checkFractions(validationFraction, testFraction);
  const root = resolve(path);
  const { task } = options;
  if (task === 'multi-label' || task === 'regression') {
    const given = { task, seed, validationFraction, testFraction, onBadFile };
    return loadTargetDataset(await manifestAt(root), nameOf(root), { ...options, ...given });
  }
  const listing = await listFiles(root);
  for (const name of listing.ignored) warn(onProgress, `${name}/ is beside the splits and was not read.`);
  const labels = [...listing.classes].sort(byCodePoint);
  checkClasses(root, labels, listing.files, []);

  const opened = await checkFiles(listing.files, options);
  const { good, bad } = checkCopies(opened.good, options.onSplitOverlap === 'keep');
  const skipped = [...opened.bad, ...bad].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (skipped.length > 0) {
    if (onBadFile === 'refuse') throw badFiles(root, skipped, listing.files.length);
    warn(onProgress, `${skipped.length} files are left out; the first: ${skipped[0]!.reason}`);
  }
  checkClasses(root, labels, listing.files, skipped);

  const given = new Set(listing.files.map(({ split }) => split));
  const fractions = {
    validation: given.has('validation') ? 0 : validationFraction,
    test: given.has('test') ? 0 : testFraction,
  };
  const splits = makeSplits(good, labels, fractions, seed);
  for (const split of SPLITS) {
    if (splits[split].length === 0) {
      if (given.has(split) || (split !== 'train' && fractions[split] > 0))
        throw tooSmall(root, split, good.length);
      continue;
    }
    const present = new Set(splits[split].map(({ label }) => label));
    const absent = labels.filter((_, index) => !present.has(index));
    if (absent.length > 0) warn(onProgress, `No picture in ${split} of: ${absent.join(', ')}.`);
  }
  return {
    name: nameOf(root),
    labels,
    splits,
    hasOwnValidation: good.some(({ split }) => split === 'validation'),
    skipped,
    hash: datasetHash(labels, splits),
    seed,
  };
}

/** Several targets a picture cannot be told by folders. */
async function manifestAt(root: string): Promise<string> {
  const manifest = (await isFolder(root)) ? manifestIn(root) : root;
  if (manifest) return manifest;
  const message = `${root} holds no metadata.csv or metadata.jsonl: expected one with file_name and labels (or target), since folders give one label each.`;
  throw new DatasetError('DATASET_NO_CLASSES', message, { details: { path: root } });
}

async function listFiles(root: string): Promise<Listing> {
  return (await isFolder(root)) ? readFolder(root) : readManifest(root);
}

async function isFolder(root: string): Promise<boolean> {
  const facts = await stat(root).catch((cause: unknown) => {
    const message = `${root} does not exist: expected a folder of pictures or a .csv or .jsonl manifest. Check the path.`;
    throw new DatasetError('DATASET_NOT_FOUND', message, { cause, details: { path: root } });
  });
  return facts.isDirectory();
}

/** Samples that the dataset puts into a split stay there; the others are training samples to split off from. */
function makeSplits(
  files: readonly CheckedFile[],
  labels: readonly string[],
  fractions: Record<'validation' | 'test', number>,
  seed: number,
): Splits {
  const indexOf = new Map(labels.map((label, index) => [label, index]));
  const samplesIn = (...wanted: readonly CheckedFile['split'][]) =>
    files
      .filter(({ split }) => wanted.includes(split))
      .map(({ id, path, label, sha256 }) => ({ id, path, label: indexOf.get(label)!, sha256 }));
  const made = splitSamples(samplesIn('train', undefined), labels, fractions, seed);
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  return {
    train: made.train,
    validation: [...made.validation, ...samplesIn('validation')].sort(byId),
    test: [...made.test, ...samplesIn('test')].sort(byId),
  };
}

/** The folder's name, or the manifest's unless that is the usual `metadata`. */
function nameOf(root: string): string {
  const name = basename(root, extname(root).match(/^\.(csv|jsonl|ndjson)$/i)?.[0]);
  return name === 'metadata' ? basename(dirname(root)) : name;
}

/** @throws OptionError `OPTION_INVALID` for parts that are out of range or leave nothing to train on. */
export function checkFractions(validationFraction: number, testFraction: number): void {
  for (const [field, value] of Object.entries({ validationFraction, testFraction })) {
    if (value >= 0 && value < 1) continue;
    const message = `${field} is ${value}: expected a number from 0 up to, not including, 1.`;
    throw new OptionError('OPTION_INVALID', message, { details: { field } });
  }
  if (validationFraction + testFraction < 1) return;
  const message = `validationFraction ${validationFraction} and testFraction ${testFraction} leave nothing to train on: expected a sum below 1.`;
  throw new OptionError('OPTION_INVALID', message, { details: { field: 'validationFraction' } });
}

function badFiles(root: string, bad: readonly SkippedFile[], total: number): DatasetError {
  return new DatasetError(
    'DATASET_BAD_FILES',
    `${bad.length} of ${total} files in ${root} cannot be used; the first: ${bad[0]!.reason} ` +
      "Repair or remove them, or leave them out with onBadFile 'skip'.",
    { details: { path: root, count: bad.length, file: bad[0]!.id } },
  );
}

function tooSmall(root: string, split: string, count: number): DatasetError {
  return new DatasetError(
    'DATASET_TOO_SMALL',
    `${root} has too few usable pictures (${count}) to have any in ${split}: expected at least three different ones in ` +
      'some class. Add pictures.',
    { details: { path: root, split, count } },
  );
}

function warn(onProgress: OnProgress | undefined, message: string): void {
  onProgress?.({ type: 'notice', level: 'warning', message });
}
