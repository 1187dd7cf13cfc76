import { dirname, join } from 'node:path';
import { type Listing, readDatasetManifest, readTargetManifest, type Task } from '@graft/core';
import { targetsText } from '../targets.js';

/** What a manifest lists, for a task: several labels or numbers as one text each. @throws DatasetError `DATASET_MANIFEST`. */
export async function listManifest(path: string, task: Task): Promise<Listing> {
  if (task === 'single-label') return readDatasetManifest(path);
  const { names, files } = await readTargetManifest(path, task);
  return {
    classes: [],
    ignored: [],
    files: files.map((file) => ({
      id: file.inside,
      path: join(dirname(path), file.inside),
      label: targetsText(task, file, names),
      split: file.split,
    })),
  };
}
