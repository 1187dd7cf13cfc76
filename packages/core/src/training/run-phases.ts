import type { EpochRecord, OnProgress } from '../progress.js';
import type { LearningOptions, TargetLossName, UpdateRule } from '../training-graph/types.js';
import type { Checkpoint, CheckpointFile } from './checkpoint.js';
import type { SplitFeatures } from './collect-splits.js';
import { fitCrossValidatedHead, fitsIntoMemory, type OutOfFold } from './cross-validated-head.js';
import { fitFewPictures, hasFewPictures } from './few-pictures.js';
import { fit } from './fit.js';
import { layerRates } from './layer-rates.js';
import type { Pipeline } from './pipeline.js';
import { PENALTIES } from './resolve-lbfgs.js';
import type { ResolvedRecipe } from './resolve-recipe.js';
import { solveHead } from './solve-head.js';
import type { TrainableNetwork } from './trainable-network.js';
import { createTrainer, type Trainer } from './trainer.js';
import type { TrainOptions } from './types.js';
import { unfreezingStages } from './unfreezing.js';

/** The warm-up trains the head alone as feature extraction would by default. */
const WARM_UP_LEARNING_RATE = 1e-3;
const WARM_UP_PATIENCE = 5;

/** What the phases work on and with. */
export interface PhaseContext extends Pick<TrainOptions, 'signal' | 'onProgress'> {
  readonly pipeline: Pipeline;
  readonly sets: SplitFeatures;
  readonly recipe: ResolvedRecipe;
  readonly classWeights: readonly number[] | undefined;
  readonly checkpoint?: CheckpointFile;
  /** As in `Dataset`. */
  readonly hasOwnValidation?: boolean;
  /** Whether the head knows labels from an earlier model. */
  readonly startsLearned?: boolean;
  /** What samples with targets learn by. */
  readonly targetLoss?: TargetLossName;
  /** As in `FitOptions`. */
  readonly deadlineMs?: number;
}

export interface PhasesOutcome {
  /** Every epoch of both phases. */
  readonly history: readonly EpochRecord[];
  /** Where the head learned from the validation samples too: what stands in for answers to samples kept out. */
  readonly outOfFold?: OutOfFold;
}

/**
 * A head that the recipe leaves to Graft is solved for: by cross-validation, or by the validation samples where the dataset
 * has its own, which may be less like the training samples than these are like each other (docs/decisions/0018). What is
 * asked for by name or too large for that goes step by step.
 */
export async function runPhases(context: PhaseContext): Promise<PhasesOutcome> {
  const { pipeline, sets, recipe, classWeights, signal, onProgress } = context;
  const [train, validation] = [sets.train.features, sets.validation.features];
  if (!recipe.leavesHeadToGraft) return { history: await runSteps(context) };
  const options = { classWeights, signal, onProgress };
  if (hasFewPictures(train, pipeline.network.head.outputs[0]!.shape[1]!)) {
    return { history: await fitFewPictures(pipeline.network, train, validation, options) };
  }
  if (!fitsIntoMemory(train, validation)) return { history: await runSteps(context) };
  if (context.hasOwnValidation) {
    const penalties = PENALTIES;
    return { history: await solveHead(pipeline.network, train, validation, { ...options, penalties }) };
  }
  return fitCrossValidatedHead(pipeline.network, train, validation, options);
}

/**
 * Feature extraction is one phase; fine-tuning warms the head up on frozen features first, because gradients through a
 * random head would ruin the backbone. Goes on from the checkpoint where there is one.
 *
 * @returns every epoch of both phases.
 */
async function runSteps(context: PhaseContext): Promise<readonly EpochRecord[]> {
  const { pipeline, sets, recipe, classWeights, checkpoint, signal, onProgress } = context;
  const { optimizer, strategy } = recipe;
  if (optimizer.name === 'lbfgs') {
    // Seconds of work: there is nothing to go on from.
    return solveHead(pipeline.network, sets.train.features, sets.validation.features, {
      penalties: optimizer.l2,
      classWeights,
      targetLoss: context.targetLoss,
      signal,
      onProgress,
    });
  }
  const resume = await checkpoint?.load();
  if (resume) {
    const { phase, epoch } = resume.state;
    const message = `Going on after ${phase} epoch ${epoch} of an interrupted run.`;
    onProgress?.({ type: 'notice', level: 'info', message });
  }
  const learns = resume?.state.phase === 'training';
  const history = learns ? [] : await warmUpHead(context, resume);
  const message =
    strategy.name === 'fine-tuning' ? 'Training the top of the backbone with the head' : 'Training the head';
  onProgress?.({ type: 'stage', stage: 'training', message });
  return trainInStages(context, history, learns ? resume : undefined);
}

/**
 * One stage or, with progressive unfreezing, several: every one is a run of the schedule of its own, with a fresh optimiser.
 *
 * @param resume stages before its own are over, and their weights in it.
 */
async function trainInStages(
  context: PhaseContext,
  warmUp: readonly EpochRecord[],
  resume: Checkpoint | undefined,
): Promise<readonly EpochRecord[]> {
  const { pipeline, sets, recipe, onProgress } = context;
  const { strategy, epochs: all } = recipe;
  const rates = layerRates(pipeline.network, recipe.lowestRate);
  const milestones = strategy.name === 'fine-tuning' ? strategy.unfreezeAt : undefined;
  const stages = milestones
    ? unfreezingStages(pipeline.network, milestones, all, rates)
    : [{ epochs: all, rateFactors: rates }];
  const first = resume?.state.stage ?? 0;
  let history = warmUp;
  for (const [stage, { epochs, rateFactors }] of stages.entries()) {
    if (stage < first) continue;
    const learning = { ...learningOptions(context), rateFactors };
    history = await withTrainer(pipeline.network, learning, onProgress, (trainer) =>
      fit(trainer, sets.train.features, sets.validation.features, {
        ...fitOptions(context),
        phase: 'training',
        stage: milestones && stage,
        epochs,
        learningRate: recipe.learningRate,
        schedule: recipe.schedule,
        // Other orders and dropout masks than in the stage before.
        seed: recipe.seed + stage,
        variations: sets.variations.features,
        startsLearned: context.startsLearned || history.length > 0,
        returnsToStart: recipe.returnsToStart,
        history,
        resume: stage === first ? resume : undefined,
      }),
    );
  }
  return history;
}

/** Trains the head alone on the pooled features, as fine-tuning starts. @returns its epochs; none where nothing is to be done. */
export async function warmUpHead(
  context: PhaseContext,
  resume?: Checkpoint,
): Promise<readonly EpochRecord[]> {
  const { pipeline, sets, recipe, onProgress } = context;
  const { strategy, optimizer } = recipe;
  if (strategy.name !== 'fine-tuning' || strategy.warmUpEpochs === 0) return [];
  onProgress?.({ type: 'stage', stage: 'warm-up', message: 'Warming the new head up on frozen features' });
  const learning = { ...learningOptions(context), mixes: false, rateFactors: undefined };
  return withTrainer(pipeline.head, learning, onProgress, (trainer) =>
    fit(trainer, sets.train.pooled, sets.validation.pooled, {
      ...fitOptions(context),
      phase: 'warm-up',
      epochs: strategy.warmUpEpochs,
      startsLearned: context.startsLearned,
      earlyStopping: warmUpPatience(recipe),
      learningRate: WARM_UP_LEARNING_RATE * (optimizer.name === 'sgd' ? 10 : 1),
      schedule: 'constant',
      variations: sets.variations.pooled,
      history: [],
      resume,
    }),
  );
}

function warmUpPatience({ earlyStopping, returnsToStart }: ResolvedRecipe): number | false {
  return returnsToStart ? WARM_UP_PATIENCE : earlyStopping && Math.min(earlyStopping, WARM_UP_PATIENCE);
}

function fitOptions(context: PhaseContext) {
  const { recipe, checkpoint, deadlineMs, signal, onProgress } = context;
  const { batchSize, accumulate, sampling, earlyStopping, seed } = recipe;
  return {
    batchSize,
    accumulate,
    sampling,
    earlyStopping,
    seed,
    checkpoint,
    deadlineMs,
    signal,
    onProgress,
  };
}

/** How the network learns, by a recipe that goes step by step. */
export function learningOptions({
  pipeline,
  recipe,
  classWeights,
  targetLoss,
}: PhaseContext): LearningOptions {
  return {
    optimizer: recipe.optimizer as UpdateRule,
    l2: recipe.head.l2,
    targetLoss,
    classWeights,
    labelSmoothing: recipe.labelSmoothing,
    clipping: recipe.gradientClipping,
    averaging: recipe.ema,
    accumulates: recipe.accumulate > 1,
    mixes: recipe.augmentation?.mix !== undefined,
    rateFactors: layerRates(pipeline.network, recipe.lowestRate),
  };
}

export async function withTrainer<T>(
  network: TrainableNetwork,
  options: LearningOptions,
  onProgress: OnProgress | undefined,
  body: (trainer: Trainer) => Promise<T>,
): Promise<T> {
  const trainer = await createTrainer(network, options, onProgress);
  try {
    return await body(trainer);
  } finally {
    trainer.dispose();
  }
}
