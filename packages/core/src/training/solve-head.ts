import type { FeatureSet } from '../features/feature-set.js';
import type { EpochRecord, OnProgress } from '../progress.js';
import type { TargetLossName } from '../training-graph/types.js';
import { assignHead } from './assign-head.js';
import { evaluateSet, targetsAt } from './fit.js';
import { fitLinearHead, type LinearFit } from './fit-linear-head.js';
import { fitLinearTargets } from './fit-linear-targets.js';
import type { TrainableNetwork } from './trainable-network.js';
import { evaluationStep } from './training-step.js';

export interface SolveOptions {
  /** L2 penalties to try, from strong to weak. */
  readonly penalties: readonly number[];
  readonly classWeights?: readonly number[];
  /** What samples with targets learn by. */
  readonly targetLoss?: TargetLossName;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/**
 * Leaves in the head the solution with the lowest validation loss. Each solution starts from the one before, and the
 * first penalty that makes the validation loss worse ends the search: weaker ones fit the training data closer still.
 *
 * @param network of which only one dense layer learns. @returns one record per penalty tried.
 * @throws AbortedError when the signal fires.
 */
export async function solveHead(
  network: TrainableNetwork,
  train: FeatureSet,
  validation: FeatureSet,
  { penalties, classWeights, targetLoss, signal, onProgress }: SolveOptions,
): Promise<readonly EpochRecord[]> {
  const message = 'Solving for the head with L-BFGS, without dropout';
  onProgress?.({ type: 'stage', stage: 'training', message });
  const canChoose = validation.samples.length > 0;
  const tried = canChoose || penalties.length === 1 ? penalties : [plainPenalty(train)];
  const classes = network.head.outputs[0]!.shape.at(-1)!;
  const evaluator = {
    evaluate: (batch: Parameters<typeof evaluationStep>[1]) => evaluationStep(network, batch, targetLoss),
  };

  const targets = targetLoss && targetsAt(train, [...train.samples.keys()]);
  const history: EpochRecord[] = [];
  let best: LinearFit | undefined;
  let bestRecord: EpochRecord | undefined;
  let start: LinearFit | undefined;
  for (const l2 of tried) {
    const startedMs = performance.now();
    start = targets
      ? await fitLinearTargets(train, targets, classes, targetLoss!, { l2, start, signal })
      : await fitLinearHead(train, train.labels, classes, { l2, classWeights, start, signal });
    if (!start.converged) {
      const warning = `L-BFGS stopped after ${start.iterations} iterations at penalty ${l2}, short of the optimum.`;
      onProgress?.({ type: 'notice', level: 'warning', message: warning });
    }
    assignHead(network, start);
    const { loss, accuracy } = await evaluateSet(evaluator, train);
    const measured = canChoose ? await evaluateSet(evaluator, validation) : { loss, accuracy };
    const record: EpochRecord = {
      phase: 'training',
      epoch: history.length + 1,
      loss,
      accuracy,
      validationLoss: measured.loss,
      validationAccuracy: measured.accuracy,
      learningRate: 0,
      l2,
      seconds: (performance.now() - startedMs) / 1000,
    };
    history.push(record);
    onProgress?.({ type: 'epoch', stage: 'training', epochs: tried.length, record });
    if (bestRecord && !(record.validationLoss < bestRecord.validationLoss)) break;
    best = start;
    bestRecord = record;
  }
  if (penalties.length > 1) {
    const reason = canChoose
      ? 'it has the lowest validation loss'
      : 'the default of scikit-learn, there being no validation data';
    onProgress?.({ type: 'notice', level: 'info', message: `L2 penalty ${bestRecord!.l2}: ${reason}.` });
  }
  assignHead(network, best!);
  return history;
}

/** scikit-learn's C = 1. */
function plainPenalty({ samples }: FeatureSet): number {
  return 1 / (2 * samples.length);
}
