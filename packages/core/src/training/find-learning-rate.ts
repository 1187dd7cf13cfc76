import { OptionError } from '../errors.js';
import { prepareRun } from './prepare-run.js';
import { learningOptions, warmUpHead, withTrainer } from './run-phases.js';
import { type RateSuggestion, suggestRate } from './suggest-rate.js';
import { type RateSweep, type RateSweepOptions, sweepRates } from './sweep-rates.js';
import type { TrainOptions } from './types.js';

export interface LearningRateReport extends RateSweep {
  /** Undefined where the loss exploded before anything could be read off. */
  readonly suggestion: RateSuggestion | undefined;
}

/**
 * Finds a learning rate for a recipe: what it would train is trained for some steps at rising rates, after the head's
 * warm-up where it fine-tunes. Nothing of it is kept but the features in the cache.
 *
 * @param sweep range and number of steps.
 * @throws OptionError `OPTION_CONFLICT` for L-BFGS, which has no learning rate; what `train` throws before it learns.
 * @throws AbortedError when the signal fires.
 */
export async function findLearningRate(
  options: TrainOptions,
  sweep: RateSweepOptions = {},
): Promise<LearningRateReport> {
  checkSweep(sweep);
  const { signal, onProgress } = options;
  const prepared = await prepareRun(options);
  const { recipe, pipeline, sets } = prepared;
  const context = { ...prepared, signal, onProgress };
  try {
    if (recipe.optimizer.name === 'lbfgs') {
      throw new OptionError('OPTION_CONFLICT', 'optimizer lbfgs has no learning rate to look for.', {
        details: { field: 'optimizer' },
      });
    }
    await warmUpHead(context);
    onProgress?.({ type: 'stage', stage: 'training', message: 'Training at rising learning rates' });
    const { batchSize, seed } = recipe;
    const learning = { ...learningOptions(context), mixes: false, accumulates: false };
    const swept = await withTrainer(pipeline.network, learning, onProgress, (trainer) =>
      sweepRates(trainer, sets.train.features, { ...sweep, batchSize, seed, signal, onProgress }),
    );
    return { ...swept, suggestion: suggestRate(swept) };
  } finally {
    pipeline.dispose();
    await prepared.closeCache();
  }
}

function checkSweep({ start = 1e-7, end = 10, steps = 100 }: RateSweepOptions): void {
  const wrong = (field: string, value: number, expected: string) =>
    new OptionError('OPTION_INVALID', `${field} is ${value}; expected ${expected}.`, {
      details: { field, value },
    });
  if (!(start > 0 && Number.isFinite(start))) throw wrong('start', start, 'a number > 0');
  if (!(end > start && Number.isFinite(end))) throw wrong('end', end, `a number > start, which is ${start}`);
  if (!(Number.isInteger(steps) && steps >= 10)) throw wrong('steps', steps, 'a whole number >= 10');
}
