import { join } from 'node:path';
import { TrainingError } from '../errors.js';
import { sha256 } from '../hash.js';
import { fingerprint, fingerprintWeights } from '../network/weights.js';
import type { EpochRecord } from '../progress.js';
import type { TargetLossName } from '../training-graph/types.js';
import { type CheckpointFile, checkpointFile } from './checkpoint.js';
import type { OutOfFold } from './cross-validated-head.js';
import type { Pipeline } from './pipeline.js';
import type { PreparedRun } from './prepare-run.js';
import { runPhases } from './run-phases.js';
import type { TrainOptions } from './types.js';

/** To be changed with how a step is computed: a checkpoint of another arithmetic is not gone on from. */
const TRAINING_VERSION = 'graph-1';

export interface Learned {
  readonly history: readonly EpochRecord[];
  readonly outOfFold: OutOfFold | undefined;
  /** To be removed when the model is saved: a run killed while it measures or saves goes on from its last epoch. */
  readonly checkpoint: CheckpointFile | undefined;
  readonly seconds: number;
}

/**
 * Carries out the phases of a prepared run and makes sure that nothing frozen has moved.
 *
 * @param startedMs of the run, which its time budget counts from.
 * @throws TrainingError `TRAINING_DIVERGED`, `TRAINING_FROZEN_DRIFT`; AbortedError.
 */
export async function learn(
  prepared: PreparedRun,
  { dataset, checkpointFolder, signal, onProgress }: TrainOptions,
  startedMs: number,
  targetLoss?: TargetLossName,
): Promise<Learned> {
  const { recipe, pipeline, sets, classWeights } = prepared;
  const learningMs = performance.now();
  const run = sha256(
    TRAINING_VERSION,
    JSON.stringify(recipe),
    dataset.hash,
    pipeline.prefixFingerprint,
    pipeline.pooled.key,
    JSON.stringify(prepared.startedFrom ?? null),
    prepared.engineKey,
  );
  const checkpoint = checkpointFolder
    ? checkpointFile(join(checkpointFolder, `${run.slice(0, 16)}.checkpoint`), run)
    : undefined;
  const frozenBefore = await fingerprintFrozen(pipeline);
  const { history, outOfFold } = await runPhases({
    pipeline,
    sets,
    recipe,
    classWeights,
    targetLoss,
    hasOwnValidation: dataset.hasOwnValidation,
    startsLearned: (prepared.startedFrom?.kept.length ?? 0) > 0,
    checkpoint,
    signal,
    onProgress,
    deadlineMs: recipe.budgetSeconds && startedMs + recipe.budgetSeconds * 1000,
  });
  if ((await fingerprintFrozen(pipeline)) !== frozenBefore) {
    throw new TrainingError(
      'TRAINING_FROZEN_DRIFT',
      'A frozen weight changed during training. This is a defect in Graft; the model is not usable.',
    );
  }
  return { history, outOfFold, checkpoint, seconds: (performance.now() - learningMs) / 1000 };
}

/** Everything that must not move: the frozen part, and the moving statistics of the part that learns. */
async function fingerprintFrozen({ cut, prefixFingerprint, network }: Pipeline): Promise<string> {
  const statistics = network.weights.filter(({ trainable }) => !trainable);
  const frozen = cut.prefix ? await fingerprint(cut.prefix) : prefixFingerprint;
  return sha256(frozen, await fingerprintWeights(statistics));
}
