import type { Strategy, TrainingRecipe } from './types.js';

/** The backbone is frozen whole; only the new head learns. */
export function featureExtraction(): Strategy {
  return { name: 'feature-extraction' };
}

/**
 * Lower layers stay frozen; the backbone from `from` upwards is re-trained together with the head, at a low learning
 * rate, after the head alone has been warmed up on the frozen features.
 *
 * @param options.from first layer that learns (Keras name); default: the backbone's `fineTuneFrom`, its top blocks.
 * @param options.unfreezeAt epochs at which another part of it joins, from the top down; default: all learns at once.
 * @param options.warmUpEpochs at most this many epochs for the head alone; default 50, stopped early; 0 starts cold.
 */
export function fineTuning({
  from,
  warmUpEpochs = 50,
  unfreezeAt,
}: {
  from?: string;
  warmUpEpochs?: number;
  unfreezeAt?: readonly number[];
} = {}): Strategy {
  return { name: 'fine-tuning', from, warmUpEpochs, ...(unfreezeAt && { unfreezeAt }) };
}

/** What `fineTune` fills in. */
export type FineTuneSchedule = Required<
  Pick<TrainingRecipe, 'strategy' | 'epochs' | 'schedule' | 'lowestRate'>
>;

/**
 * A whole schedule from one number, after fastai's `fine_tune`: the head alone until it learns no more, then everything
 * above the cut for `epochs` of one cycle, the lowest layer at a tenth of the head's rate. As always in fine-tuning, the
 * schedule runs to its end.
 *
 *     await train({ dataset, ...fineTune(5) });
 *
 * @param epochs after the warm-up, >= 1. @param options as of `fineTuning`.
 */
export function fineTune(epochs: number, options?: Parameters<typeof fineTuning>[0]): FineTuneSchedule {
  return {
    strategy: fineTuning(options),
    epochs,
    schedule: 'one-cycle',
    lowestRate: 0.1,
  };
}
