import { DatasetError } from '../errors.js';
import type { ListedFile } from './listing.js';
import type { SkippedFile } from './types.js';

/**
 * Makes sure that every class has a picture to train on.
 *
 * @param root how messages name the dataset.
 * @param labels every class that the dataset names, also in its validation and test splits.
 * @param bad the files among `files` that cannot be used.
 * @throws DatasetError `DATASET_SINGLE_CLASS`, `DATASET_LABEL_MISMATCH` (a class that only other splits have),
 * `DATASET_EMPTY_CLASS`.
 */
export function checkClasses(
  root: string,
  labels: readonly string[],
  files: readonly ListedFile[],
  bad: readonly SkippedFile[],
): void {
  if (labels.length === 1) throw singleClass(root, labels[0]!);
  const reasons = new Map(bad.map(({ id, reason }) => [id, reason]));
  const training = files.filter(({ split }) => split === undefined || split === 'train');
  const trained = new Set(training.filter(({ id }) => !reasons.has(id)).map(({ label }) => label));
  for (const label of labels) {
    if (trained.has(label)) continue;
    const lost = training.filter((file) => file.label === label);
    const elsewhere = files.find((file) => file.label === label);
    if (elsewhere && lost.length === 0) throw labelMismatch(root, elsewhere, [...trained]);
    throw emptyClass(root, label, lost.length, reasons.get(lost[0]?.id ?? ''));
  }
}

function singleClass(root: string, label: string): DatasetError {
  return new DatasetError(
    'DATASET_SINGLE_CLASS',
    `${root} has one class only, "${label}": expected at least two to tell apart. Add a folder (or label) for the other ` +
      `class; if the class folders are inside ${label}, give that folder.`,
    { details: { path: root, label } },
  );
}

function labelMismatch(
  root: string,
  { label, split, id }: ListedFile,
  trained: readonly string[],
): DatasetError {
  return new DatasetError(
    'DATASET_LABEL_MISMATCH',
    `Class "${label}" is in ${split} (${id}) but not in train: expected a class to be learned before it is tested. ` +
      `Classes in train: ${[...trained].sort().join(', ') || 'none'}. Rename it to one of these, or add training pictures.`,
    { details: { path: root, label, split } },
  );
}

function emptyClass(root: string, label: string, lost: number, reason: string | undefined): DatasetError {
  const why = lost > 0 ? ` None of its ${lost} files can be used; the first: ${reason}` : '';
  return new DatasetError(
    'DATASET_EMPTY_CLASS',
    `Class "${label}" in ${root} has no picture to train on: expected at least one.${why} Add pictures, or remove the class.`,
    { details: { path: root, label } },
  );
}
