import { setImmediate as nextTurn } from 'node:timers/promises';
import { AbortedError, TrainingError } from '../errors.js';
import type { FeatureSet } from '../features/feature-set.js';
import type { OnProgress } from '../progress.js';
import { createRandom } from '../random.js';
import { readBatch } from './fit.js';
import type { Trainer } from './trainer.js';

export interface RateSweepOptions {
  /** Learning rate of the first step; default 1e-7. */
  readonly start?: number;
  /** Learning rate that the last step would have; default 10. */
  readonly end?: number;
  /** At most this many; fewer where the loss explodes before; default 100. */
  readonly steps?: number;
  /** Share of the past in the smoothed loss, in [0, 1); default 0.98. */
  readonly smoothing?: number;
}

export interface RateSweep {
  /** Of each step, rising geometrically. */
  readonly rates: readonly number[];
  /** Loss of each step's batch before its update, exponentially smoothed. */
  readonly losses: readonly number[];
  /** Ended early because the loss was four times its lowest, or no longer a number. */
  readonly exploded: boolean;
}

/** As in fastai's `LRFinder`. */
const EXPLODED = 4;

/**
 * The learning-rate range test (Smith 2015): one update after the other, each at a higher rate than the one before, until
 * the loss explodes. Leaves the trainer's weights useless.
 *
 * @throws AbortedError when the signal fires.
 */
export async function sweepRates(
  trainer: Pick<Trainer, 'step'>,
  train: FeatureSet,
  options: RateSweepOptions & {
    batchSize: number;
    seed: number;
    signal?: AbortSignal;
    onProgress?: OnProgress;
  },
): Promise<RateSweep> {
  const { start = 1e-7, end = 10, steps = 100, smoothing = 0.98, batchSize, seed, signal } = options;
  const rates: number[] = [];
  const losses: number[] = [];
  let order: number[] = [];
  let average = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let step = 0; step < steps; step++) {
    await nextTurn(); // Signals and messages get a turn.
    if (signal?.aborted) throw new AbortedError('ABORTED', 'Stopped while looking for a learning rate.');
    if (order.length === 0) order = createRandom(seed, 'rate sweep', step).shuffle([...train.samples.keys()]);
    const rate = start * (end / start) ** (step / Math.max(1, steps - 1));
    const batch = await readBatch(train, order.splice(0, batchSize));
    const loss = stepLoss(() => {
      const dropoutSeed = createRandom(seed, 'rate sweep dropout', step).integer(2 ** 31);
      return trainer.step(batch, { step: step + 1, learningRate: rate, dropoutSeed }).loss;
    });
    if (loss === undefined) return { rates, losses, exploded: true };
    average = smoothing * average + (1 - smoothing) * loss;
    const smoothed = average / (1 - smoothing ** (step + 1));
    rates.push(rate);
    losses.push(smoothed);
    if (smoothed > EXPLODED * lowest) return { rates, losses, exploded: true };
    lowest = Math.min(lowest, smoothed);
  }
  return { rates, losses, exploded: false };
}

/** Undefined where the loss is no number any more: what the sweep is looking for. */
function stepLoss(step: () => number): number | undefined {
  try {
    return step();
  } catch (error) {
    if (error instanceof TrainingError && error.code === 'TRAINING_DIVERGED') return undefined;
    throw error;
  }
}
