import { dirname, join } from 'node:path';
import { DatasetError } from '../errors.js';
import type { OnProgress } from '../progress.js';
import { byCodePoint } from './by-code-point.js';
import { checkCopies } from './check-copies.js';
import { type CheckedFile, checkFiles } from './check-files.js';
import { datasetHash } from './dataset-hash.js';
import { readTargetManifest, type TargetFile } from './read-target-manifest.js';
import { splitSamples } from './split-samples.js';
import type { Dataset, Sample, Task } from './types.js';

export interface TargetDatasetOptions {
  readonly task: Exclude<Task, 'single-label'>;
  /** Of a regression: the columns that hold its numbers; default `target` or all that start with `target_`. */
  readonly targets?: readonly string[];
  readonly seed: number;
  /** Parts of the training pictures for splits that the manifest does not have. */
  readonly validationFraction: number;
  readonly testFraction: number;
  readonly onBadFile: 'skip' | 'refuse';
  /** As in `LoadDatasetOptions`. */
  readonly onSplitOverlap?: 'refuse' | 'keep';
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

/**
 * A dataset with several targets a picture, from a manifest. New splits are drawn among pictures whose rarest label is the same,
 * so that rare labels are in each; those of a regression from all.
 *
 * @param name of the dataset. @throws as `loadDataset`.
 */
export async function loadTargetDataset(
  manifest: string,
  name: string,
  options: TargetDatasetOptions,
): Promise<Dataset> {
  const { task, targets, seed, onBadFile, onProgress } = options;
  const read = await readTargetManifest(manifest, task, targets);
  const labels = task === 'multi-label' ? [...read.names].sort(byCodePoint) : read.names;
  if (labels.length === 0)
    throw refused('DATASET_NO_CLASSES', manifest, 'no picture has a label: expected at least one');
  const facts = new Map(read.files.map((file) => [file.inside, file]));
  const listed = read.files.map(({ inside, split }) => ({
    id: inside,
    path: join(dirname(manifest), inside),
    label: '',
    split,
  }));
  const opened = await checkFiles(listed, options);
  const { good } = checkCopies(opened.good, options.onSplitOverlap === 'keep');
  const skipped = opened.bad;
  if (skipped.length > 0) {
    const message = `${skipped.length} files are left out; the first: ${skipped[0]!.reason}`;
    if (onBadFile === 'refuse') throw refused('DATASET_BAD_FILES', manifest, message);
    onProgress?.({ type: 'notice', level: 'warning', message });
  }
  const samples = good.map((file) => ({
    split: file.split,
    sample: sampleOf(file, facts.get(file.id)!, labels),
  }));
  const splits = splitUp(samples, labels, options);
  for (const split of ['train', 'test'] as const) {
    if (splits[split].length > 0) continue;
    throw refused('DATASET_TOO_SMALL', manifest, `there is no picture in ${split}: expected at least one`);
  }
  warnOfAbsent(task, labels, splits.train, onProgress);
  const hash = datasetHash([task, ...labels], splits);
  return { name, task, labels, splits, skipped, hash, seed };
}

function sampleOf(
  { id, path, sha256 }: CheckedFile,
  { labels: own, numbers }: TargetFile,
  labels: readonly string[],
): Sample {
  const targets = numbers.length > 0 ? numbers : labels.map((label) => (own.includes(label) ? 1 : 0));
  return { id, path, label: 0, targets, sha256 };
}

function splitUp(
  samples: readonly { split: CheckedFile['split']; sample: Sample }[],
  labels: readonly string[],
  { task, validationFraction, testFraction, seed }: TargetDatasetOptions,
) {
  const given = new Set(samples.map(({ split }) => split));
  const fractions = {
    validation: given.has('validation') ? 0 : validationFraction,
    test: given.has('test') ? 0 : testFraction,
  };
  const inSplit = (...wanted: readonly CheckedFile['split'][]) =>
    samples.filter(({ split }) => wanted.includes(split)).map(({ sample }) => sample);
  const learning = inSplit('train', undefined);
  const groupOf = task === 'multi-label' ? rarestLabel(learning, labels.length) : () => 0;
  const grouped = learning.map((sample) => ({ ...sample, label: groupOf(sample) }));
  const made = splitSamples(grouped, [...labels, ''], fractions, seed);
  const plain = (some: readonly Sample[]) =>
    some.map((sample) => ({ ...sample, label: 0 })).sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    train: plain(made.train),
    validation: plain([...made.validation, ...inSplit('validation')]),
    test: plain([...made.test, ...inSplit('test')]),
  };
}

/** @returns index of the label that fewest samples share, or one more than the last for a sample without. */
function rarestLabel(samples: readonly Sample[], count: number): (sample: Sample) => number {
  const counts = Array.from({ length: count }, (_, label) =>
    samples.reduce((sum, { targets }) => sum + targets![label]!, 0),
  );
  return ({ targets }) => {
    const own = [...counts.keys()].filter((label) => targets![label] === 1);
    return own.length === 0 ? count : own.reduce((a, b) => (counts[b]! < counts[a]! ? b : a));
  };
}

function warnOfAbsent(
  task: Task,
  labels: readonly string[],
  train: readonly Sample[],
  onProgress?: OnProgress,
) {
  if (task !== 'multi-label') return;
  const absent = labels.filter((_, i) => !train.some(({ targets }) => targets![i] === 1));
  if (absent.length === 0) return;
  onProgress?.({
    type: 'notice',
    level: 'warning',
    message: `No picture in train of: ${absent.join(', ')}.`,
  });
}

function refused(code: string, path: string, what: string): DatasetError {
  return new DatasetError(code, `${path}: ${what}.`, { details: { path } });
}
