import { DatasetError, isPictureName, MANIFEST_NAMES, type Split, splitNamed, type Task } from '@graft/core';
import { listManifestText } from './manifest-text.js';
import { needsManifest } from './needs-manifest.js';

export interface LabelledName {
  /** As the source has it. */
  readonly path: string;
  /** Within the dataset. */
  readonly name: string;
  readonly label: string;
  readonly split: Split | null;
}

const MAX_MANIFEST_BYTES = 64e6;

/**
 * Labels files by their paths alone, as core does for a folder: a manifest when there is one, else `train/`, `val/`,
 * `test/` around a folder per class, else a folder per class. One folder around everything, as archives have it, is passed over.
 *
 * @param read gives a manifest's bytes.
 * @throws DatasetError `DATASET_NO_CLASSES`, `DATASET_MANIFEST`.
 */
export async function labelByPath(
  paths: readonly string[],
  read: (path: string, maxBytes: number) => Promise<Uint8Array>,
  source: string,
  task: Task,
): Promise<{ files: LabelledName[]; notices: string[] }> {
  const visible = paths.filter((path) => !isHidden(path));
  const top = commonFolder(visible);
  const inside = visible.map((path) => path.slice(top.length));
  const manifest = MANIFEST_NAMES.find((name) => inside.includes(name));
  if (manifest) {
    const text = Buffer.from(await read(top + manifest, MAX_MANIFEST_BYTES)).toString('utf8');
    const format = manifest.endsWith('csv') ? 'csv' : 'jsonl';
    const { files } = await listManifestText({ text, format }, task);
    return {
      files: files.map(({ id, label, split = null }) => ({ path: top + id, name: id, label, split })),
      notices: [],
    };
  }
  if (task !== 'single-label') throw new DatasetError('DATASET_NO_CLASSES', needsManifest(source, task));
  const pictures = inside.filter((path) => isPictureName(path));
  const inFolders = pictures.filter((path) => path.includes('/'));
  if (inFolders.length === 0) throw noClasses(source, pictures.length);
  const hasSplits = inFolders.some((path) => {
    const segments = path.split('/');
    return segments.length > 2 && splitNamed(segments[0]!) === 'train';
  });
  const files: LabelledName[] = [];
  let unlabelled = pictures.length - inFolders.length;
  for (const name of inFolders) {
    const segments = name.split('/');
    const split = hasSplits ? splitNamed(segments.shift()!) : null;
    if (split === undefined || segments.length < 2) unlabelled++;
    else files.push({ path: top + name, name, label: segments[0]!, split });
  }
  const notices =
    unlabelled > 0 ? [`${unlabelled} pictures lie in no folder of a class and were not read.`] : [];
  return { files, notices };
}

/** Hidden files, and what macOS leaves in archives. */
function isHidden(path: string): boolean {
  return path.endsWith('/') || path.split('/').some((segment) => /^\.|^__MACOSX$/.test(segment));
}

/** The one folder, with its slash, that holds every file in folders of its own; '' when there is none. */
function commonFolder(paths: readonly string[]): string {
  const [first] = paths;
  const top = first?.slice(0, first.indexOf('/') + 1);
  if (!top || splitNamed(top.slice(0, -1))) return '';
  const holdsAll = paths.every((path) => path.startsWith(top));
  const pictures = paths.filter((path) => isPictureName(path));
  const isManifestFolder = MANIFEST_NAMES.some((name) => paths.includes(top + name));
  const inFolders = pictures.length > 0 && pictures.every((path) => path.slice(top.length).includes('/'));
  return holdsAll && (inFolders || isManifestFolder) ? top : '';
}

function noClasses(source: string, pictures: number): DatasetError {
  return new DatasetError(
    'DATASET_NO_CLASSES',
    `${source} is not laid out as a dataset. Expected one folder of pictures per class (cats/1.jpg, dogs/1.jpg), the same ` +
      `inside train/, val/ and test/, or a metadata.csv or metadata.jsonl with file_name and label. Found ${pictures} pictures outside of folders.`,
  );
}
