import { type Dataset, SPLITS, type Split } from '../data/types.js';
import { collectFeatures, type FeatureSet } from '../features/feature-set.js';
import type { OnProgress } from '../progress.js';
import type { Pipeline } from './pipeline.js';
import type { TrainOptions } from './types.js';

/** The features of each part of the dataset: at the cut, and the backbone's pooled vector. */
export type SplitFeatures = Readonly<Record<Split, { features: FeatureSet; pooled: FeatureSet }>>;

/** Computes every feature that training, measuring and the baselines read, with progress over the whole dataset. */
export async function collectSplits(
  pipeline: Pipeline,
  dataset: Dataset,
  { onBadFile, signal, onProgress }: Pick<TrainOptions, 'onBadFile' | 'signal' | 'onProgress'>,
): Promise<SplitFeatures> {
  const total = SPLITS.reduce((sum, split) => sum + dataset.splits[split].length, 0);
  const sets: Partial<Record<Split, { features: FeatureSet; pooled: FeatureSet }>> = {};
  let before = 0;
  for (const split of SPLITS) {
    const samples = dataset.splits[split];
    const settings = {
      onBadFile,
      signal,
      onProgress: onProgress && shifted(onProgress, before, total),
    };
    const features = await collectFeatures(pipeline.features, samples, settings);
    const pooled =
      pipeline.pooled === pipeline.features
        ? features
        : await collectFeatures(pipeline.pooled, features.samples, { ...settings, onProgress: undefined });
    sets[split] = { features, pooled };
    before += samples.length;
  }
  return sets as SplitFeatures;
}

/** Reports one split's progress as part of the whole dataset's. */
function shifted(onProgress: OnProgress, before: number, total: number): OnProgress {
  return (event) => {
    if (event.type !== 'progress') return onProgress(event);
    const done = before + event.done;
    onProgress({ ...event, done, total, secondsLeft: (total - done) / event.perSecond });
  };
}
