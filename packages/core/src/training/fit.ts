import { setImmediate as nextTurn } from 'node:timers/promises';
import { AbortedError } from '../errors.js';
import type { FeatureSet } from '../features/feature-set.js';
import type { EpochRecord, OnProgress } from '../progress.js';
import { createRandom } from '../random.js';
import type { Checkpoint, CheckpointFile } from './checkpoint.js';
import { clearlyMoreRight } from './clearly-more-right.js';
import { epochOrder, type Sampling } from './sampling.js';
import { createSchedule } from './schedule.js';
import type { Trainer } from './trainer.js';
import type { ScheduleName } from './types.js';
import type { Variations } from './variations.js';

export interface FitOptions {
  phase: 'warm-up' | 'training';
  /** For the checkpoint, where a phase has several. */
  stage?: number;
  epochs: number;
  batchSize: number;
  /** Peak learning rate. */
  learningRate: number;
  schedule: ScheduleName;
  /** Batches whose mean gradient makes one update; default 1. */
  accumulate?: number;
  /** Default `shuffled`. */
  sampling?: Sampling;
  /** By `performance.now()`: no epoch starts that would end after it, and one that has not ended by then ends there. */
  deadlineMs?: number;
  /** Epochs without a lower validation loss before stopping; `false`: run all epochs and keep the last weights. */
  earlyStopping: number | false;
  /**
   * What it starts from has learned before: training on must beat it. Default false: a head of random weights may have a
   * lower validation loss than one that is nearly always right and too sure of the rest, and knows nothing.
   */
  startsLearned?: boolean;
  /** Without early stopping: keep what it started from where that gets clearly more validation samples right than the last weights. */
  returnsToStart?: boolean;
  seed: number;
  /** Epochs of earlier phases, for the checkpoint's history. */
  history: readonly EpochRecord[];
  /** What each epoch learns from in place of the training set as it is. */
  variations?: Variations;
  checkpoint?: CheckpointFile;
  /** Where to go on from, when the checkpoint was written in this phase and stage. */
  resume?: Checkpoint;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/** Rows per batch when nothing is learned. */
const EVALUATION_BATCH = 256;
/** Time between two batch reports. */
const REPORT_EVERY_MS = 100;

/**
 * Trains on stored features, epoch by epoch, and leaves the best weights in the trainer (with early stopping) or the last
 * ones. The same options, features and engine give the same weights bit for bit, interrupted or not.
 *
 * @returns this phase's epochs after the earlier ones.
 * @throws AbortedError when the signal fires; the checkpoint holds the last whole epoch.
 */
export async function fit(
  trainer: Trainer,
  train: FeatureSet,
  validation: FeatureSet,
  options: FitOptions,
): Promise<readonly EpochRecord[]> {
  const { phase, stage, epochs, batchSize, earlyStopping, seed, signal, onProgress } = options;
  const { accumulate = 1, sampling = 'shuffled', deadlineMs = Number.POSITIVE_INFINITY } = options;
  const batches = Math.ceil(train.samples.length / batchSize);
  const updates = Math.ceil(batches / accumulate);
  const rateAt = createSchedule(options.schedule, options.learningRate, epochs * updates);

  let { epoch, step, bestLoss, waited, history } = options.resume?.state ?? {
    epoch: 0,
    step: 0,
    bestLoss: Number.POSITIVE_INFINITY,
    waited: 0,
    history: options.history,
  };
  let best: readonly Float32Array[] = [];
  if (options.resume) {
    const { weights = [], best: storedBest = [], averages, ...slots } = options.resume.tensors;
    trainer.write({ weights, slots, averages });
    best = storedBest;
  } else if (
    options.startsLearned &&
    (earlyStopping !== false || options.returnsToStart) &&
    validation.samples.length > 0
  ) {
    // Fine-tuning never ends below its own warm-up.
    bestLoss = (await evaluateSet(trainer, validation)).loss;
    best = await trainer.readWeights();
  }

  let epochMs = 0;
  while (epoch < epochs && (earlyStopping === false || waited < earlyStopping)) {
    if (performance.now() + epochMs > deadlineMs) {
      const message = `Stopped after ${phase} epoch ${epoch}: another one would not end within the time budget.`;
      onProgress?.({ type: 'notice', level: 'info', message });
      break;
    }
    const startedMs = performance.now();
    const { loss, accuracy } = await trainEpoch(epoch);
    epoch++;
    const measured =
      validation.samples.length > 0 ? await evaluateSet(trainer, validation) : { loss, accuracy };
    const record: EpochRecord = {
      phase,
      epoch,
      loss,
      accuracy,
      validationLoss: measured.loss,
      validationAccuracy: measured.accuracy,
      learningRate: rateAt(step - 1),
      seconds: (performance.now() - startedMs) / 1000,
    };
    history = [...history, record];
    const improved = measured.loss < bestLoss;
    waited = improved ? 0 : waited + 1;
    if (improved) bestLoss = measured.loss;
    const keepsBest = improved && earlyStopping !== false;
    if (keepsBest) best = await trainer.readWeights();
    if (options.checkpoint) {
      const { weights, slots, averages } = await trainer.read();
      const state = { phase, stage, epoch, step, bestLoss, waited, history };
      const tensors = { weights, best, ...(averages && { averages }), ...slots };
      await options.checkpoint.save({ state, tensors });
    }
    epochMs = performance.now() - startedMs;
    onProgress?.({ type: 'epoch', stage: phase, epochs, record });
  }
  trainer.write({ weights: await chooseWeights(await trainer.readWeights()), slots: {} });
  return history;

  /** `best` holds the best epoch's weights with early stopping, else the first ones if they may be kept. */
  async function chooseWeights(last: readonly Float32Array[]): Promise<readonly Float32Array[]> {
    const end = history.at(-1);
    if (best.length === 0 || end === undefined) return last;
    if (earlyStopping !== false) return best;
    trainer.write({ weights: best, slots: {} });
    const start = await evaluateSet(trainer, validation);
    const lost = Number.isNaN(start.accuracy)
      ? start.loss < end.validationLoss
      : clearlyMoreRight(start.accuracy, end.validationAccuracy, validation.samples.length);
    if (!lost) return last;
    const message = `The ${phase} did worse on the validation samples in the end than at its start: the start is kept.`;
    onProgress?.({ type: 'notice', level: 'info', message });
    return best;
  }

  /** One pass over the shuffled training set; moves `step`. */
  async function trainEpoch(index: number): Promise<{ loss: number; accuracy: number }> {
    const order = epochOrder(train.labels, sampling, createRandom(seed, 'shuffle', phase, index));
    const shown = options.variations?.(index, order) ?? train;
    const startedMs = performance.now();
    let reportedMs = 0;
    let lossSum = 0;
    let correct = 0;
    let seen = 0;
    let ahead = readBatch(shown, order.slice(0, batchSize));
    for (let batch = 0; batch < batches; batch++) {
      await nextTurn(); // Signals and messages get a turn between two native steps.
      if (signal?.aborted) {
        await ahead.catch(() => undefined);
        throw new AbortedError(
          'ABORTED',
          `Stopped in epoch ${index + 1}${options.checkpoint ? '; the same run goes on after the last whole epoch' : ''}.`,
        );
      }
      const rows = await ahead;
      const start = (batch + 1) * batchSize;
      ahead = readBatch(shown, order.slice(start, start + batchSize));
      ahead.catch(() => undefined); // Awaited in the next turn; must not count as unhandled meanwhile.
      const outOfTime = performance.now() > deadlineMs;
      const isLast = batch === batches - 1 || outOfTime;
      const hold = (batch + 1) % accumulate !== 0 && !isLast;
      const result = trainer.step(rows, {
        step: step + 1,
        learningRate: rateAt(step),
        // Far enough apart for every dropout layer of every step to draw its own masks.
        dropoutSeed: createRandom(seed, 'dropout', phase, index * batches + batch).integer(2 ** 31),
        hold,
      });
      if (!hold) step++;
      lossSum += result.loss * rows.labels.length;
      correct += result.correct;
      seen += rows.labels.length;
      const nowMs = performance.now();
      if (onProgress && (nowMs - reportedMs > REPORT_EVERY_MS || isLast)) {
        reportedMs = nowMs;
        const imagesPerSecond = seen / ((nowMs - startedMs) / 1000);
        const left = (epochs - index) * train.samples.length - seen;
        onProgress({
          type: 'batch',
          stage: phase,
          epoch: index + 1,
          epochs,
          batch: batch + 1,
          batches,
          loss: lossSum / seen,
          accuracy: correct / seen,
          imagesPerSecond,
          secondsLeft: Math.min(left / imagesPerSecond, Math.max(0, deadlineMs - nowMs) / 1000),
        });
      }
      if (outOfTime) {
        await ahead;
        break;
      }
    }
    return { loss: lossSum / seen, accuracy: correct / seen };
  }
}

/** Mean loss and accuracy over a whole feature set. */
export async function evaluateSet(
  trainer: Pick<Trainer, 'evaluate'>,
  set: FeatureSet,
): Promise<{ loss: number; accuracy: number }> {
  let loss = 0;
  let correct = 0;
  for (const positions of blocksOf(set.samples.length, EVALUATION_BATCH)) {
    const result = trainer.evaluate(await readBatch(set, positions));
    loss += result.loss * positions.length;
    correct += result.correct;
  }
  return { loss: loss / set.samples.length, accuracy: correct / set.samples.length };
}

/** `[0, 1, …, count - 1]` in blocks. */
export function* blocksOf(count: number, size: number): Generator<number[]> {
  for (let start = 0; start < count; start += size) {
    yield Array.from({ length: Math.min(size, count - start) }, (_, i) => start + i);
  }
}

export async function readBatch(set: FeatureSet, positions: readonly number[]) {
  return {
    features: await set.read(positions),
    shape: [positions.length, ...set.shape],
    labels: Int32Array.from(positions, (position) => set.labels[position]!),
    targets: targetsAt(set, positions),
    mixed: set.mixed && {
      labels: Int32Array.from(positions, (position) => set.mixed!.labels[position]!),
      shares: Float32Array.from(positions, (position) => set.mixed!.shares[position]!),
    },
  };
}

/** Row by row; undefined where samples have a label each. */
export function targetsAt(
  { samples }: Pick<FeatureSet, 'samples'>,
  positions: readonly number[],
): Float32Array | undefined {
  if (samples[0]?.targets === undefined) return undefined;
  return Float32Array.from(positions.flatMap((position) => samples[position]!.targets!));
}
