import { datasetHash } from '../data/dataset-hash.js';
import { groupBy } from '../data/group-by.js';
import { splitSamples } from '../data/split-samples.js';
import { type Dataset, type Sample, SPLITS } from '../data/types.js';
import { OptionError } from '../errors.js';
import type { Interval, Metrics } from '../evaluation/types.js';
import { wilsonInterval } from '../evaluation/wilson-interval.js';
import { createRandom } from '../random.js';
import { train } from './train.js';
import type { TrainOptions } from './types.js';

export interface CrossValidationOptions extends Omit<TrainOptions, 'checkpointFolder'> {
  /** Parts, each tested once by a model that learned from the others; default 5, at least 2. */
  readonly folds?: number;
}

export interface CrossValidation {
  readonly folds: readonly Metrics[];
  /** Part of all pictures that the model which had not seen them got right, in [0, 1]. */
  readonly accuracy: number;
  /** Wilson's interval of that, for so many pictures. */
  readonly interval: Interval;
  readonly count: number;
  /** Of the accuracy over the folds: how much it depends on what is learned from and tested on. */
  readonly standardDeviation: number;
  /** Mean over the folds. */
  readonly macroF1: number;
}

/**
 * k-fold cross-validation of a recipe: every picture of the dataset, whatever its split, is tested once. Features are
 * computed once for all folds, so with the backbone frozen a fold costs the training of a head.
 *
 * Folds are drawn class by class from the dataset's seed; copies of a picture stay together. Each fold's validation
 * pictures are taken from those it learns from, as large a part as in the dataset.
 *
 *     const { accuracy, interval } = await crossValidateTraining({ dataset, folds: 5 });
 *
 * @throws OptionError `OPTION_INVALID` for fewer than 2 folds, or more than a label has different pictures.
 * @throws what `train` throws.
 */
export async function crossValidateTraining({
  dataset,
  folds = 5,
  onProgress,
  ...options
}: CrossValidationOptions): Promise<CrossValidation> {
  const parts = foldsOf(dataset, folds);
  const results: Metrics[] = [];
  for (const [i, part] of parts.entries()) {
    onProgress?.({ type: 'notice', level: 'info', message: `Fold ${i + 1} of ${folds}` });
    const result = await train({ ...options, dataset: part, onProgress });
    result.dispose();
    results.push(result.report.test);
  }
  const count = results.reduce((sum, fold) => sum + fold.count, 0);
  const right = results.reduce((sum, fold) => sum + Math.round(fold.accuracy * fold.count), 0);
  const accuracies = results.map(({ accuracy }) => accuracy);
  return {
    folds: results,
    accuracy: right / count,
    interval: wilsonInterval(right, count),
    count,
    standardDeviation: standardDeviation(accuracies),
    macroF1: results.reduce((sum, { macroF1 }) => sum + macroF1, 0) / folds,
  };
}

/** The dataset `folds` times, each time with another part as its test split. */
export function foldsOf(dataset: Dataset, folds: number): Dataset[] {
  const { labels, seed, splits } = dataset;
  const all = SPLITS.flatMap((split) => splits[split]);
  const foldOf = drawFolds(all, labels, folds, seed);
  const validation = splits.validation.length / Math.max(1, splits.train.length + splits.validation.length);
  return Array.from({ length: folds }, (_, fold) => {
    const rest = all.filter(({ sha256 }) => foldOf.get(sha256) !== fold);
    const own = splitSamples(rest, labels, { validation, test: 0 }, seed);
    const test = all.filter(({ sha256 }) => foldOf.get(sha256) === fold);
    const parts = { ...own, test: test.sort((a, b) => (a.id < b.id ? -1 : 1)) };
    return { ...dataset, splits: parts, hash: datasetHash(labels, parts) };
  });
}

/** Of each content its fold. Labels go on where the one before stopped, so that folds are equally large. */
function drawFolds(
  all: readonly Sample[],
  labels: readonly string[],
  folds: number,
  seed: number,
): Map<string, number> {
  if (!Number.isInteger(folds) || folds < 2) {
    throw new OptionError('OPTION_INVALID', `folds is ${folds}; expected a whole number >= 2.`, {
      details: { field: 'folds' },
    });
  }
  const byLabel = groupBy(all, ({ label }) => label);
  const foldOf = new Map<string, number>();
  for (const [label, name] of labels.entries()) {
    const contents = [...new Set((byLabel.get(label) ?? []).map(({ sha256 }) => sha256))].sort();
    if (contents.length < folds) {
      throw new OptionError(
        'OPTION_INVALID',
        `folds is ${folds}, but label "${name}" has ${contents.length} different pictures; expected one for each fold. Use fewer folds or add pictures.`,
        { details: { field: 'folds', label: name } },
      );
    }
    for (const content of createRandom(seed, 'folds', name).shuffle(contents)) {
      foldOf.set(content, foldOf.size % folds);
    }
  }
  return foldOf;
}

/** Of a sample: divided by one less than there are. */
function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
