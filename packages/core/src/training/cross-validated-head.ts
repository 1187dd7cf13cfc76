import type { FeatureSet } from '../features/feature-set.js';
import type { EpochRecord, OnProgress } from '../progress.js';
import { assignHead } from './assign-head.js';
import { type CrossValidation, crossValidate } from './cross-validate.js';
import { evaluateSet } from './fit.js';
import { fitLinearHead, type LinearFit } from './fit-linear-head.js';
import { joinedFeatures } from './joined-features.js';
import { scaledByRoot, withoutScales } from './pareto-scaling.js';
import type { TrainableNetwork } from './trainable-network.js';
import { evaluationStep } from './training-step.js';

export interface CrossValidatedHeadOptions {
  readonly classWeights?: readonly number[];
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** What a head answers to samples that it did learn from, by the heads of cross-validation that did not. */
export interface OutOfFold {
  /** Training samples, then validation samples. */
  readonly features: FeatureSet;
  /** `[samples, classes]`. */
  readonly logits: Float32Array;
  /** Of each sample, the fold that kept it out. */
  readonly folds: readonly number[];
}

/** From strong to weak, for features of variance 1. The best was between 0.03 and 3e-4 on seven sets (docs/decisions/0018). */
const PENALTIES = [0.1, 0.03, 0.01, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5];
/** Enough to tell penalties apart; the head itself is solved for as exactly as float32 can. */
const FOLD_TOLERANCE = 1e-3;
/** Of features, which are held two or three times over: 6,000 vectors of the default backbone. */
const MOST_BYTES = 60e6;

/** Whether so many samples can be solved for in memory; with more, those kept out are hardly missed. */
export function fitsIntoMemory(train: FeatureSet, validation: FeatureSet): boolean {
  const length = train.shape.reduce((a, b) => a * b, 1);
  return 4 * length * (train.samples.length + validation.samples.length) <= MOST_BYTES;
}

/**
 * Leaves in the head, a single dense layer, logistic regression on training and validation samples together, with the L2
 * penalty of the lowest cross-entropy in five-fold cross-validation. No sample is lost to the choice, nor to calibration:
 * the cross-validated answers serve for it.
 *
 * @returns one record per penalty tried, its validation figures being the cross-validated ones.
 * @throws AbortedError when the signal fires.
 */
export async function fitCrossValidatedHead(
  network: TrainableNetwork,
  train: FeatureSet,
  validation: FeatureSet,
  { classWeights, signal, onProgress }: CrossValidatedHeadOptions,
): Promise<{ history: readonly EpochRecord[]; outOfFold: OutOfFold }> {
  const message = 'Solving for the head, its L2 penalty by cross-validation';
  onProgress?.({ type: 'stage', stage: 'training', message });
  const classes = network.head.outputs[0]!.shape.at(-1)!;
  const features = joinedFeatures(train, validation);
  const { labels } = features;
  const { rows, scales } = scaledByRoot(await features.read([...labels.keys()]), labels.length);
  const evaluator = {
    evaluate: (batch: Parameters<typeof evaluationStep>[1]) => evaluationStep(network, batch),
  };

  const history: EpochRecord[] = [];
  const starts: LinearFit[] = [];
  let start: LinearFit | undefined;
  let best: { l2: number; head: LinearFit; answers: CrossValidation } | undefined;
  for (const l2 of PENALTIES) {
    const startedMs = performance.now();
    const answers = await crossValidate(rows, labels, classes, async (some, own, fold) => {
      const options = { l2, classWeights, start: starts[fold], tolerance: FOLD_TOLERANCE, signal };
      starts[fold] = await fitLinearHead(some, own, classes, options);
      return starts[fold];
    });
    start = await fitLinearHead(rows, labels, classes, { l2, classWeights, start, signal });
    assignHead(network, withoutScales(start, scales));
    const record: EpochRecord = {
      phase: 'training',
      epoch: history.length + 1,
      ...(await evaluateSet(evaluator, features)),
      validationLoss: answers.loss,
      validationAccuracy: answers.accuracy,
      learningRate: 0,
      l2,
      seconds: (performance.now() - startedMs) / 1000,
    };
    history.push(record);
    onProgress?.({ type: 'epoch', stage: 'training', epochs: PENALTIES.length, record });
    // Weaker ones fit the samples closer still.
    if (best && !(answers.loss < best.answers.loss)) break;
    best = { l2, head: start, answers };
  }
  const { l2, head, answers } = best!;
  assignHead(network, withoutScales(head, scales));
  onProgress?.({
    type: 'notice',
    level: 'info',
    message: `L2 penalty ${l2}: it has the lowest loss in cross-validation, in which ${(100 * answers.accuracy).toFixed(1)}% were right.`,
  });
  return { history, outOfFold: { features, logits: answers.logits, folds: answers.folds } };
}
