import { DatasetError } from '../errors.js';
import type { Split } from './types.js';

/** A labelled file as a folder or a manifest names it, before anybody has opened it. */
export interface ListedFile {
  /** Path relative to the dataset's root, `/`-separated. */
  readonly id: string;
  /** Absolute path. */
  readonly path: string;
  readonly label: string;
  /** Where the dataset itself puts the file; undefined when it does not say. */
  readonly split?: Split;
}

export interface Listing {
  /** Class names, unordered; a class folder without pictures is among them. */
  readonly classes: readonly string[];
  readonly files: readonly ListedFile[];
  /** Folders beside the splits that were not read. */
  readonly ignored: readonly string[];
}

const SPLIT_NAMES: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test',
};

/** @returns the split that a folder or a manifest's `split` field means, whatever its case. */
export function splitNamed(name: string): Split | undefined {
  return Object.hasOwn(SPLIT_NAMES, name.toLowerCase()) ? SPLIT_NAMES[name.toLowerCase()] : undefined;
}

export const SPLIT_NAMES_TEXT = 'train, val (or valid, validation) or test';

export function joinListings(listings: readonly Listing[]): Listing {
  return {
    classes: [...new Set(listings.flatMap(({ classes }) => classes))],
    files: listings.flatMap(({ files }) => files),
    ignored: listings.flatMap(({ ignored }) => ignored),
  };
}

export function noClasses(root: string, found: string): DatasetError {
  return new DatasetError(
    'DATASET_NO_CLASSES',
    `${root} is not laid out as a dataset. Expected one folder of pictures per class (${root}/cats, ${root}/dogs), the ` +
      `same inside train/, val/ and test/, or a metadata.csv or metadata.jsonl with file_name and label. Found ${found}.`,
    { details: { path: root } },
  );
}
