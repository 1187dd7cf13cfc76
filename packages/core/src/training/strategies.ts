import type { Strategy } from './types.js';

/** The backbone is frozen whole; only the new head learns. */
export function featureExtraction(): Strategy {
  return { name: 'feature-extraction' };
}

/**
 * Lower layers stay frozen; the backbone from `from` upwards is re-trained together with the head, at a low learning
 * rate, after the head alone has been warmed up on the frozen features.
 *
 * @param options.from first layer that learns (Keras name); default: the start of the backbone's top block.
 * @param options.warmUpEpochs at most this many epochs for the head alone; default 50, stopped early; 0 starts cold.
 */
export function fineTuning({
  from,
  warmUpEpochs = 50,
}: {
  from?: string;
  warmUpEpochs?: number;
} = {}): Strategy {
  return { name: 'fine-tuning', from, warmUpEpochs };
}
