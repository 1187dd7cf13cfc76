import { DatasetError } from '../errors.js';
import type { CheckedFile } from './check-files.js';
import { groupBy } from './group-by.js';
import type { SkippedFile } from './types.js';

/**
 * Looks at files with the same bytes. Copies of a picture under two labels contradict each other and nothing tells
 * which is right, so all of them are put among the bad files, code `DATASET_CONFLICT`. Copies under one label are kept.
 *
 * @param keepOverlap let splits share pictures, for those who are looking for such.
 * @throws DatasetError `DATASET_SPLIT_OVERLAP` when the dataset's own splits share a picture: a result measured on
 * what was trained on would mean nothing.
 */
export function checkCopies(
  files: readonly CheckedFile[],
  keepOverlap = false,
): { good: CheckedFile[]; bad: SkippedFile[] } {
  const bad = new Map<string, SkippedFile>();
  for (const copies of groupBy(files, ({ sha256 }) => sha256).values()) {
    if (copies.length === 1) continue;
    if (!keepOverlap) refuseOverlap(copies);
    for (const file of copies) {
      const other = copies.find(({ label }) => label !== file.label);
      if (other) bad.set(file.id, conflict(file, other));
    }
  }
  return { good: files.filter(({ id }) => !bad.has(id)), bad: [...bad.values()] };
}

function refuseOverlap(copies: readonly CheckedFile[]): void {
  const [first] = copies;
  const other = copies.find(({ split }) => split !== first!.split);
  if (!other) return;
  throw new DatasetError(
    'DATASET_SPLIT_OVERLAP',
    `${first!.id} (${first!.split}) and ${other.id} (${other.split}) are the same picture. Expected every picture in one ` +
      'split only: results on pictures that were trained on say nothing. Remove one of the two.',
    { details: { files: [first!.id, other.id] } },
  );
}

function conflict(file: CheckedFile, other: CheckedFile): SkippedFile {
  const reason = `${file.id} is labelled ${file.label}, but ${other.id} has the same bytes and is labelled ${other.label}. Keep the right one.`;
  return { id: file.id, code: 'DATASET_CONFLICT', reason };
}
