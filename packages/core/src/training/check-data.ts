import type { BackboneChoice } from '../backbones/types.js';
import type { Dataset, SkippedFile, Split, Task } from '../data/types.js';
import { SPLITS } from '../data/types.js';
import { softmax } from '../evaluation/calibration.js';
import { labelDoubts } from '../evaluation/label-errors.js';
import { type NeighbourPosition, nearestNeighbours } from '../evaluation/nearest-neighbours.js';
import { robustScores } from '../evaluation/robust-scores.js';
import type { FeatureSet } from '../features/feature-set.js';
import type { OnProgress } from '../progress.js';
import { crossValidate, withUnitMeanSquare } from './cross-validate.js';
import { type CheckedSamples, type DoubtedTarget, doubtedTargets } from './doubted-targets.js';
import { type DuplicatePair, findDuplicates } from './find-duplicates.js';
import { fitLinearHead } from './fit-linear-head.js';
import { prepareRun } from './prepare-run.js';

export interface DataCheckOptions {
  /** Loaded with `onSplitOverlap: 'keep'`, else a picture in two splits stops the loading. */
  readonly dataset: Dataset;
  /** Whose features tell what resembles what; default as for training. */
  readonly backbone?: string | BackboneChoice;
  readonly featureCache?: string | false;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

export interface DoubtedLabel {
  readonly id: string;
  readonly split: Split;
  readonly label: string;
  readonly suggested: string;
  /** Out-of-sample probabilities of both, in [0, 1]. */
  readonly probability: number;
  readonly suggestedProbability: number;
}

export interface DataReport {
  readonly task: Task;
  /** Files that cannot be used, and why. */
  readonly badFiles: readonly SkippedFile[];
  /** In two splits, most similar first: what was tested on was trained on. */
  readonly acrossSplits: readonly DuplicatePair[];
  /** Within one split. */
  readonly withinSplits: readonly DuplicatePair[];
  /** Likely label errors, most doubtful first; of pictures with one label. */
  readonly doubtedLabels: readonly DoubtedLabel[];
  /** The same of pictures with several labels or with numbers. */
  readonly doubtedTargets: readonly DoubtedTarget[];
  /** Samples that resemble no other: cosine to their fifth nearest, least first. */
  readonly outliers: readonly { readonly id: string; readonly split: Split; readonly similarity: number }[];
  /** Training samples of each label, and labels with too few to learn from; none where the task is regression. */
  readonly counts: Readonly<Record<string, number>>;
  readonly tinyLabels: readonly string[];
  /** Training samples of the most frequent label for one of the rarest; 1 without labels. */
  readonly imbalance: number;
  /** What a run takes, as far as it is known before: features that this check has left in the cache cost nothing again. */
  readonly dryRun: {
    readonly pictures: number;
    readonly featureSeconds: number;
    readonly featureBytes: number;
    readonly memoryBytes: number;
  };
}

const NEIGHBOURS = 5;
/** Robust standard deviations below the median similarity. */
const FAR = 5;
/** Fewer than these and cross-validation, let alone a test, says nothing. */
const FEW = 5;
/** Stronger than for features with right labels: a head should not learn the wrong ones by heart. */
const L2 = 1e-2;

/**
 * Looks for what spoils a training run before it is started: duplicates, wrong labels, outliers, broken files.
 *
 * Memory: every pooled feature vector at once, 5 kB a picture for the default backbone.
 *
 * @throws what `train` throws before it learns.
 */
export async function checkData({ dataset, ...options }: DataCheckOptions): Promise<DataReport> {
  const { task, splits } = dataset;
  const run = await prepareRun({ dataset, ...options });
  try {
    const all = await joined(SPLITS.map((split) => ({ split, set: run.sets[split].pooled })));
    const read = new Set(all.samples.map(({ id }) => id));
    const lost = SPLITS.flatMap((split) => splits[split]).filter(({ id }) => !read.has(id));
    const undecodable = lost.map(({ id }) => ({
      id,
      code: 'IMAGE_DAMAGED',
      reason: `${id} cannot be decoded.`,
    }));
    const neighbours = await nearestNeighbours(blocks(all), all.rows, all.samples.length, NEIGHBOURS + 1);
    const pairs = await findDuplicates(all.samples, neighbours);
    return {
      task: task ?? 'single-label',
      badFiles: [...dataset.skipped, ...undecodable],
      acrossSplits: pairs.filter(({ a, b }) => a.split !== b.split),
      withinSplits: pairs.filter(({ a, b }) => a.split === b.split),
      doubtedLabels: task ? [] : await doubtedLabels(all, dataset.labels),
      doubtedTargets: task ? await doubtedTargets(all, dataset) : [],
      outliers: outliers(all, neighbours),
      ...countLabels(dataset),
      dryRun: {
        pictures: all.samples.length,
        featureSeconds: run.featuresSeconds,
        featureBytes: all.rows.byteLength,
        memoryBytes: process.memoryUsage.rss(),
      },
    };
  } finally {
    run.pipeline.dispose();
    await run.closeCache();
  }
}

function countLabels({ task, labels: all, splits }: Dataset) {
  const labels = task === 'regression' ? [] : all;
  const counts = labels.map((_, i) =>
    splits.train.reduce((sum, { label, targets }) => sum + (targets?.[i] ?? Number(label === i)), 0),
  );
  return {
    counts: Object.fromEntries(labels.map((label, i) => [label, counts[i]!])),
    tinyLabels: labels.filter((_, i) => counts[i]! < FEW),
    imbalance: labels.length > 0 ? Math.max(...counts) / Math.max(1, Math.min(...counts)) : 1,
  };
}

async function joined(parts: readonly { split: Split; set: FeatureSet }[]): Promise<CheckedSamples> {
  const samples = parts.flatMap(({ split, set }) => set.samples.map((sample) => ({ ...sample, split })));
  const size = parts[0]!.set.shape.reduce((a, b) => a * b, 1);
  const rows = new Float32Array(samples.length * size);
  let first = 0;
  for (const { set } of parts) {
    rows.set(await set.read([...set.samples.keys()]), first * size);
    first += set.samples.length;
  }
  return { samples, rows };
}

function blocks({ samples, rows }: CheckedSamples) {
  const size = rows.length / samples.length;
  return {
    labels: samples.map(({ label }) => label),
    async *blocks() {
      for (let start = 0; start < samples.length; start += 256) {
        const count = Math.min(256, samples.length - start);
        yield { count, data: rows.subarray(start * size, (start + count) * size) };
      }
    },
  };
}

async function doubtedLabels(
  { samples, rows }: CheckedSamples,
  labels: readonly string[],
): Promise<DoubtedLabel[]> {
  const own = Int32Array.from(samples, ({ label }) => label);
  const { features } = withUnitMeanSquare(rows);
  const { logits } = await crossValidate(features, own, labels.length, (rows, own) =>
    fitLinearHead(rows, own, labels.length, { l2: L2 }),
  );
  return labelDoubts(softmax(logits, own.length), own).map(({ position, suggested, ...rest }) => ({
    id: samples[position]!.id,
    split: samples[position]!.split,
    label: labels[own[position]!]!,
    suggested: labels[suggested]!,
    ...rest,
  }));
}

function outliers(
  { samples }: CheckedSamples,
  neighbours: readonly (readonly NeighbourPosition[])[],
): DataReport['outliers'] {
  const similarities = neighbours.map((near) => near.at(-1)!.similarity);
  const scores = robustScores(similarities);
  return samples
    .map(({ id, split }, i) => ({ id, split, similarity: similarities[i]! }))
    .filter((_, i) => scores[i]! < -FAR)
    .sort((a, b) => a.similarity - b.similarity);
}
