import { join } from 'node:path';
import { checkDataInChildProcess, type DoubtedTarget } from '@graft/core';
import type { JobHandler } from '../jobs/job-handler.js';
import { materialise } from './materialise.js';
import type { TargetTask } from './targets.js';

/** `input` of a job of kind `CHECK`. */
export interface CheckInput {
  /** Of the dataset; absent: one label a picture. */
  readonly task?: TargetTask;
}

/** What a job of kind `CHECK` found, by names of pictures: what is worth a look before training. */
export interface CheckResult {
  /** Pictures that show the same, most similar first; similarity in [0, 1], 1 for equal bytes. */
  readonly duplicates: readonly { readonly a: string; readonly b: string; readonly similarity: number }[];
  /** Likely wrong labels, most doubtful first, with out-of-sample probabilities in [0, 1]. */
  readonly doubtedLabels: readonly {
    readonly name: string;
    readonly label: string;
    readonly suggested: string;
    readonly probability: number;
    readonly suggestedProbability: number;
  }[];
  /** The same of several labels a picture, or of numbers; absent from checks of before there were any. */
  readonly doubtedTargets?: readonly (Omit<DoubtedTarget, 'id' | 'split'> & { readonly name: string })[];
  /** Pictures that resemble no other, least first. */
  readonly outliers: readonly { readonly name: string; readonly similarity: number }[];
}

/** Of each kind; whoever has more of them has another problem. */
const LISTED = 200;

/** Looks for duplicates, likely wrong labels or numbers and pictures that fit nowhere, on features that a training then finds cached. */
export const checkPictures: JobHandler = async (app, { row, signal, report }) => {
  await report({ type: 'stage', stage: 'dataset', message: 'Fetching the pictures' });
  const { task } = row.input as CheckInput;
  const { cache } = app.config;
  const folder = join(cache, 'datasets');
  const data = await materialise(app, row.dataset_id!, row.dataset_version!, folder, { signal });
  const found = await checkDataInChildProcess(
    { data, task, featureCache: join(cache, 'features') },
    {
      signal,
      onProgress: (event) => {
        // Where a worker keeps its files is nobody's business.
        const isPath = event.type === 'stage' && event.stage === 'dataset';
        void report(isPath ? { ...event, message: 'Reading the pictures' } : event);
      },
    },
  );
  const result: CheckResult = {
    duplicates: [...found.acrossSplits, ...found.withinSplits]
      .sort((one, other) => other.similarity - one.similarity)
      .slice(0, LISTED)
      .map(({ a, b, similarity }) => ({ a: a.id, b: b.id, similarity })),
    doubtedLabels: found.doubtedLabels.slice(0, LISTED).map(({ id: name, split: _, ...doubt }) => ({
      name,
      ...doubt,
    })),
    doubtedTargets: found.doubtedTargets.slice(0, LISTED).map(({ id: name, split: _, ...doubt }) => ({
      name,
      ...doubt,
    })),
    outliers: found.outliers.slice(0, LISTED).map(({ id: name, similarity }) => ({ name, similarity })),
  };
  return { result: { ...result } };
};
