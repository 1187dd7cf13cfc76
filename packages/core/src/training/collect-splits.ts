import type { Dataset, Sample } from '../data/types.js';
import { SPLITS, type Split } from '../data/types.js';
import {
  collectFeatures,
  DEFAULT_MEMORY_BYTES,
  type FeatureSet,
  type FeatureSetOptions,
} from '../features/feature-set.js';
import type { OnProgress } from '../progress.js';
import type { Pipeline } from './pipeline.js';
import type { ResolvedRecipe } from './resolve-recipe.js';
import type { TrainOptions } from './types.js';
import { rotatingViews, streamedViews, type Variations, viewsOf } from './variations.js';

/** Features at the cut, and the backbone's pooled vector. */
interface PartFeatures {
  readonly features: FeatureSet;
  readonly pooled: FeatureSet;
}

/** The features of each part of the dataset, and what the epochs show of its training part in place of it as it is. */
export type SplitFeatures = Readonly<Record<Split, PartFeatures>> & {
  readonly variations: {
    readonly features?: Variations;
    readonly pooled?: Variations;
  };
};

/** Computes every feature that training, measuring and the baselines read, with progress over the whole of it. */
export async function collectSplits(
  pipeline: Pipeline,
  { splits }: Dataset,
  { onBadFile, augmentation, seed }: Pick<ResolvedRecipe, 'onBadFile' | 'augmentation' | 'seed'>,
  { signal, onProgress }: Pick<TrainOptions, 'signal' | 'onProgress'>,
): Promise<SplitFeatures> {
  const views = augmentation?.views ?? 0;
  const total = SPLITS.reduce((sum, split) => sum + splits[split].length, 0) + views * splits.train.length;
  let before = 0;
  const collect = async (
    samples: readonly Sample[],
    more: FeatureSetOptions = { onBadFile },
  ): Promise<PartFeatures> => {
    const settings = { ...more, signal };
    const features = await collectFeatures(pipeline.features, samples, {
      ...settings,
      onProgress: onProgress && shifted(onProgress, before, total),
    });
    const pooled =
      pipeline.pooled === pipeline.features
        ? features
        : await collectFeatures(pipeline.pooled, features.samples, settings);
    before += samples.length;
    return { features, pooled };
  };

  const train = await collect(splits.train);
  const parts = { train, validation: await collect(splits.validation), test: await collect(splits.test) };
  if (!augmentation) return { ...parts, variations: {} };
  const { samples } = train.features;
  if (augmentation.mode === 'streaming') {
    // The warm-up only brings the head near its place, for which the pictures as they are will do.
    const features = streamedViews(pipeline.features, samples, augmentation, seed);
    return { ...parts, variations: { features, pooled: undefined } };
  }
  const forms = [train];
  for (let number = 1; number <= views; number++) {
    // Every sample could be read before; a view that is missing now would put the others out of place.
    const more = { onBadFile: 'refuse', memoryBytes: DEFAULT_MEMORY_BYTES / views } as const;
    forms.push(await collect(viewsOf(samples, augmentation, number), more));
  }
  const rotating = (part: keyof PartFeatures) =>
    rotatingViews(
      forms.map((form) => form[part]),
      seed,
    );
  return { ...parts, variations: { features: rotating('features'), pooled: rotating('pooled') } };
}

/** Reports one part's progress as part of the whole. */
function shifted(onProgress: OnProgress, before: number, total: number): OnProgress {
  return (event) => {
    if (event.type !== 'progress') return onProgress(event);
    const done = before + event.done;
    onProgress({ ...event, done, total, secondsLeft: (total - done) / event.perSecond });
  };
}
