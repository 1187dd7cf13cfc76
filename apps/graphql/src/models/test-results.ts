import { type PredictedSample, readPredictions } from '@graft/core';
import type { App } from '../app.js';
import type { ModelRow } from './find-model.js';
import { keepLast } from './keep-last.js';
import { labelFacts } from './task.js';

export interface TestResultFilter {
  /** Pictures of this label only. */
  readonly actual?: string | null;
  /** Pictures that were given this label only. */
  readonly predicted?: string | null;
  /** True: mistakes only; false: right answers only. */
  readonly wrong?: boolean | null;
}

const results = keepLast<readonly PredictedSample[] | undefined>(4);

/**
 * What a model answered on its test pictures: mistakes first, the surest first, then right answers, the least sure first.
 *
 * @returns undefined for a model of an older Graft, which did not keep them, and of another task than one label a picture.
 */
export async function testResults(
  { storage }: Pick<App, 'storage'>,
  { storage_prefix: prefix, manifest }: ModelRow,
  { actual, predicted, wrong }: TestResultFilter = {},
): Promise<readonly PredictedSample[] | undefined> {
  if (!labelFacts(manifest)) return undefined;
  const all = await results(storage, prefix, () => readResults(storage, prefix));
  return all?.filter(
    (result) =>
      (actual == null || result.actual === actual) &&
      (predicted == null || result.predicted === predicted) &&
      (wrong == null || isWrong(result) === wrong),
  );
}

/** Of the answer, in [0, 1]. */
export function confidence({ probabilities }: PredictedSample): number {
  return Math.max(...probabilities);
}

async function readResults(
  storage: App['storage'],
  prefix: string,
): Promise<readonly PredictedSample[] | undefined> {
  const samples = await readPredictions(storage, prefix);
  const rank = (result: PredictedSample) =>
    isWrong(result) ? 1 + confidence(result) : 1 - confidence(result);
  return samples?.filter(({ split }) => split === 'test').sort((a, b) => rank(b) - rank(a));
}

function isWrong({ actual, predicted }: PredictedSample): boolean {
  return actual !== predicted;
}
