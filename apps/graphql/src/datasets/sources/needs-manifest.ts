import type { Task } from '@graft/core';

/** Folders give one label each: for another task there has to be a manifest. */
export function needsManifest(source: string, task: Task): string {
  const field = task === 'regression' ? 'target (or several: target_x, target_y)' : 'labels';
  return `${source} holds no metadata.csv or metadata.jsonl: expected one with file_name and ${field}, since the dataset is made for ${task}.`;
}
