import * as tf from '@tensorflow/tfjs';
import { TrainingError } from '../errors.js';
import type { LearningOptions, StepBatch, StepOutcome, StepSchedule } from '../training-graph/types.js';
import { type Accumulator, clipGradients } from './gradients.js';
import type { Optimizer } from './optimizers.js';
import { rowsRight, targetLoss } from './target-loss.js';
import type { TrainableNetwork } from './trainable-network.js';

export interface StepOptions
  extends StepSchedule,
    Pick<LearningOptions, 'l2' | 'classWeights' | 'labelSmoothing' | 'clipping' | 'targetLoss'> {
  /** Where gradients wait that are held back. */
  readonly accumulator?: Accumulator;
}

/**
 * One update: forward, gradients, optimiser; or, where the gradients are held back, none.
 *
 * @throws TrainingError `TRAINING_DIVERGED` when the loss is no longer a finite number; the weights are left as they were.
 */
export function trainingStep(
  network: TrainableNetwork,
  optimizer: Optimizer,
  batch: StepBatch,
  options: StepOptions,
): StepOutcome {
  const { step, learningRate, l2, dropoutSeed, clipping, accumulator, hold } = options;
  const targetLossName = options.targetLoss;
  return tf.tidy(() => {
    const { features, labels, targets } = tensorsOf(batch);
    const trained = network.weights.filter(({ trainable }) => trainable).map(({ variable }) => variable);
    let correct = 0;
    let loss = 0;
    const { grads } = tf.variableGrads(() => {
      const logits = network.logits(features, dropoutSeed);
      correct = targets ? rowsRight(logits, targets, targetLossName!) : countCorrect(logits, labels);
      const dataLoss = targets
        ? targetLoss(logits, targets, targetLossName!)
        : mixedCrossEntropy(logits, labels, batch.mixed, options);
      loss = dataLoss.dataSync()[0]!;
      return l2 > 0 ? (dataLoss.add(network.squaredKernels().mul(l2)) as tf.Scalar) : dataLoss;
    }, trained);
    if (!Number.isFinite(loss)) {
      throw new TrainingError(
        'TRAINING_DIVERGED',
        `The loss became ${loss} at step ${step} with learning rate ${learningRate}. Use a lower learning rate.`,
        { details: { step, learningRate } },
      );
    }
    const present = trained.map((variable) => grads[variable.name]!);
    if (hold) {
      accumulator!.hold(present);
    } else {
      const means = accumulator ? accumulator.take(present) : present;
      optimizer.apply(clipping ? clipGradients(means, clipping) : means, step, learningRate);
    }
    return { loss, correct };
  });
}

/** Loss and correct rows of one batch without learning from it. */
export function evaluationStep(
  network: TrainableNetwork,
  batch: StepBatch,
  name?: LearningOptions['targetLoss'],
): StepOutcome {
  return tf.tidy(() => {
    const { features, labels, targets } = tensorsOf(batch);
    const logits = network.logits(features);
    if (targets && name) {
      const loss = targetLoss(logits, targets, name).dataSync()[0]!;
      return { loss, correct: rowsRight(logits, targets, name) };
    }
    return { loss: crossEntropy(logits, labels).dataSync()[0]!, correct: countCorrect(logits, labels) };
  });
}

/** @returns logits `[batch, classes]`, row-major. */
export function logitsOf(
  network: TrainableNetwork,
  features: Float32Array,
  shape: readonly number[],
): Float32Array {
  return tf.tidy(() => network.logits(tf.tensor(features, shape as number[])).dataSync()) as Float32Array;
}

function tensorsOf({ features, shape, labels, targets }: StepBatch) {
  const rows = shape[0]!;
  return {
    features: tf.tensor(features, shape as number[]),
    labels: tf.tensor1d(labels, 'int32'),
    targets: targets && tf.tensor2d(targets, [rows, targets.length / rows]),
  };
}

/** Divides by the number of rows even when they are weighted, as Keras's `sum_over_batch_size` does. */
function crossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
  { classWeights, labelSmoothing = 0 }: Pick<StepOptions, 'classWeights' | 'labelSmoothing'> = {},
  rowWeights?: tf.Tensor,
): tf.Scalar {
  const classes = logits.shape[1];
  // As whole numbers first: the wasm engine's `oneHot` writes integers whatever type it is asked for.
  const own = tf.oneHot(labels, classes, 1, 0, 'int32').toFloat();
  const targets = labelSmoothing > 0 ? own.mul(1 - labelSmoothing).add(labelSmoothing / classes) : own;
  const perRow = logits.logSoftmax().mul(targets).sum(1).neg();
  const weighted = classWeights ? perRow.mul(tf.tensor1d([...classWeights]).gather(labels)) : perRow;
  return (rowWeights ? weighted.mul(rowWeights) : weighted).mean() as tf.Scalar;
}

function mixedCrossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
  mixed: StepBatch['mixed'],
  options: Pick<StepOptions, 'classWeights' | 'labelSmoothing'>,
): tf.Scalar {
  if (!mixed) return crossEntropy(logits, labels, options);
  const shares = tf.tensor1d(mixed.shares);
  const others = tf.tensor1d(mixed.labels, 'int32');
  const own = crossEntropy(logits, labels, options, shares);
  return own.add(crossEntropy(logits, others, options, tf.sub(1, shares)));
}

function countCorrect(logits: tf.Tensor2D, labels: tf.Tensor1D): number {
  return logits.argMax(1).equal(labels).sum().dataSync()[0]!;
}
