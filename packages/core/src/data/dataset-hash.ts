import { createHash } from 'node:crypto';
import { type Sample, SPLITS, type Split } from './types.js';

/** @returns SHA-256 over labels, splits, ids, targets and content hashes, lower-case hex; each split in its own order. */
export function datasetHash(
  labels: readonly string[],
  splits: Readonly<Record<Split, readonly Sample[]>>,
): string {
  const hash = createHash('sha256').update(JSON.stringify(labels));
  for (const split of SPLITS) {
    hash.update(`\n${split}`);
    for (const { id, label, targets, sha256 } of splits[split])
      hash.update(`\n${JSON.stringify([id, targets ?? label, sha256])}`);
  }
  return hash.digest('hex');
}
