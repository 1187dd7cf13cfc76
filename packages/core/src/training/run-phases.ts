import type { EpochRecord, OnProgress } from '../progress.js';
import type { LearningOptions, UpdateRule } from '../training-graph/types.js';
import type { CheckpointFile } from './checkpoint.js';
import type { SplitFeatures } from './collect-splits.js';
import { fit } from './fit.js';
import { layerRates } from './layer-rates.js';
import type { Pipeline } from './pipeline.js';
import type { ResolvedRecipe } from './resolve-recipe.js';
import { solveHead } from './solve-head.js';
import type { TrainableNetwork } from './trainable-network.js';
import { createTrainer, type Trainer } from './trainer.js';
import type { TrainOptions } from './types.js';

/** The warm-up trains the head alone as feature extraction would by default. */
const WARM_UP_LEARNING_RATE = 1e-3;

/**
 * Feature extraction is one phase; fine-tuning warms the head up on frozen features first, because gradients through a
 * random head would ruin the backbone. Goes on from the checkpoint where there is one.
 *
 * @returns every epoch of both phases.
 */
export async function runPhases(
  pipeline: Pipeline,
  sets: SplitFeatures,
  recipe: ResolvedRecipe,
  classWeights: readonly number[] | undefined,
  checkpoint: CheckpointFile | undefined,
  { signal, onProgress, deadlineMs }: Pick<TrainOptions, 'signal' | 'onProgress'> & { deadlineMs?: number },
): Promise<readonly EpochRecord[]> {
  const { optimizer } = recipe;
  if (optimizer.name === 'lbfgs') {
    // Seconds of work: there is nothing to go on from.
    return solveHead(pipeline.network, sets.train.features, sets.validation.features, {
      penalties: optimizer.l2,
      classWeights,
      signal,
      onProgress,
    });
  }
  const resume = await checkpoint?.load();
  if (resume) {
    const { phase, epoch } = resume.state;
    onProgress?.({
      type: 'notice',
      level: 'info',
      message: `Going on after ${phase} epoch ${epoch} of an interrupted run.`,
    });
  }
  const shared = {
    batchSize: recipe.batchSize,
    accumulate: recipe.accumulate,
    sampling: recipe.sampling,
    deadlineMs,
    earlyStopping: recipe.earlyStopping,
    seed: recipe.seed,
    checkpoint,
    signal,
    onProgress,
  };
  const rule = { ...learningOptions(recipe, optimizer, classWeights), onProgress };
  let history: readonly EpochRecord[] = [];
  const { strategy } = recipe;
  const needsWarmUp = strategy.name === 'fine-tuning' && strategy.warmUpEpochs > 0;
  if (needsWarmUp && resume?.state.phase !== 'training') {
    onProgress?.({ type: 'stage', stage: 'warm-up', message: 'Warming the new head up on frozen features' });
    history = await withTrainer(pipeline.head, rule, (trainer) =>
      fit(trainer, sets.train.pooled, sets.validation.pooled, {
        ...shared,
        phase: 'warm-up',
        epochs: strategy.warmUpEpochs,
        learningRate: WARM_UP_LEARNING_RATE * (optimizer.name === 'sgd' ? 10 : 1),
        schedule: 'constant',
        variations: sets.variations.pooled,
        history,
        resume,
      }),
    );
  }
  const message =
    strategy.name === 'fine-tuning' ? 'Training the top of the backbone with the head' : 'Training the head';
  onProgress?.({ type: 'stage', stage: 'training', message });
  history = await withTrainer(
    pipeline.network,
    {
      ...rule,
      mixes: recipe.augmentation?.mix !== undefined,
      rateFactors: layerRates(pipeline.network, recipe.lowestRate),
    },
    (trainer) =>
      fit(trainer, sets.train.features, sets.validation.features, {
        ...shared,
        phase: 'training',
        epochs: recipe.epochs,
        learningRate: recipe.learningRate,
        schedule: recipe.schedule,
        variations: sets.variations.features,
        history,
        resume: resume?.state.phase === 'training' ? resume : undefined,
      }),
  );
  return history;
}

/** What both phases learn by. */
function learningOptions(
  recipe: ResolvedRecipe,
  optimizer: UpdateRule,
  classWeights: readonly number[] | undefined,
): LearningOptions {
  return {
    optimizer,
    l2: recipe.head.l2,
    classWeights,
    labelSmoothing: recipe.labelSmoothing,
    clipping: recipe.gradientClipping,
    averaging: recipe.ema,
    accumulates: recipe.accumulate > 1,
  };
}

async function withTrainer<T>(
  network: TrainableNetwork,
  options: LearningOptions & { onProgress?: OnProgress },
  body: (trainer: Trainer) => Promise<T>,
): Promise<T> {
  const { onProgress, ...rule } = options;
  const trainer = await createTrainer(network, rule, onProgress);
  try {
    return await body(trainer);
  } finally {
    trainer.dispose();
  }
}
