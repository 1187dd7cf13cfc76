import { setImmediate as nextTurn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { AbortedError, TrainingError } from '../errors.js';
import { type LinearFeatures, openCentredRows } from './centred-rows.js';
import { minimise } from './lbfgs.js';

export type { LinearFeatures } from './centred-rows.js';

export interface LinearHead {
  /** `[featureSize, classes]`, row-major. */
  readonly kernel: Float32Array;
  /** `[classes]`. */
  readonly bias: Float32Array;
}

export interface LinearFitOptions {
  /** Factor of the squared kernel, >= 0; scikit-learn's C is `1 / (2 * rows * l2)`, without the 2 for two labels. */
  readonly l2: number;
  /** One factor per label; default 1 each. */
  readonly classWeights?: readonly number[];
  /** Where to start; default zero. The end does not depend on it, the time does. */
  readonly start?: LinearHead;
  /** Stop when no component of the gradient is larger; default 1e-5, about what float32 can tell. */
  readonly tolerance?: number;
  /** Default 500. */
  readonly maxIterations?: number;
  readonly signal?: AbortSignal;
}

export interface LinearFit extends LinearHead {
  /** What was minimised: mean cross-entropy in nats plus `l2 * sum(kernel²)`. */
  readonly objective: number;
  readonly iterations: number;
  /** False when the limit of iterations came first. */
  readonly converged: boolean;
}

/**
 * Multinomial logistic regression: the dense layer that minimises the mean cross-entropy plus `l2 * sum(kernel²)`, with
 * the bias left free. The objective is convex, so there is one optimum and no learning rate; L-BFGS reaches it over the
 * full batch, on features less their mean: the optimum is the same but for the bias, and two to four times fewer steps
 * away. The same features give the same bits.
 *
 *     const { kernel, bias } = await fitLinearHead(features, labels, 3, { l2: 1e-3 });
 *
 * Memory: 4,096 rows and a few copies of the kernel, whatever the number of rows. A set of no more rows than that is read
 * once, a larger one once per evaluation.
 *
 * @param features `[labels.length, featureSize]`. @param labels of each row, in [0, classes).
 * @throws AbortedError when the signal fires.
 * @throws TrainingError `TRAINING_DIVERGED` for features that are not finite numbers.
 */
export async function fitLinearHead(
  features: LinearFeatures,
  labels: ArrayLike<number>,
  classes: number,
  { l2, classWeights, start, tolerance = 1e-5, maxIterations = 500, signal }: LinearFitOptions,
): Promise<LinearFit> {
  const rows = await openCentredRows(features, labels.length);
  const kernelLength = rows.featureSize * classes;
  const initial = new Float64Array(kernelLength + classes);
  if (start) {
    initial.set(start.kernel);
    initial.set(shifted(start, rows.mean, 1), kernelLength);
  }
  try {
    const minimum = await minimise(evaluate, initial, { tolerance, maxIterations });
    const { point, value, iterations, converged } = minimum;
    if (!Number.isFinite(value)) {
      throw new TrainingError(
        'TRAINING_DIVERGED',
        `The loss of the linear head is ${value}: a feature is not a finite number. Look at the backbone's weights.`,
      );
    }
    const values = Float32Array.from(point);
    const kernel = values.slice(0, kernelLength);
    return {
      kernel,
      bias: shifted({ kernel, bias: values.slice(kernelLength) }, rows.mean, -1),
      objective: value,
      iterations,
      converged,
    };
  } finally {
    rows.dispose();
  }

  /** Products in float32 by TensorFlow; losses, sums and the solver in double precision. */
  async function evaluate(point: Float64Array) {
    await nextTurn(); // Signals and messages get a turn.
    if (signal?.aborted) throw new AbortedError('ABORTED', 'Stopped while solving for the head.');
    const gradient = new Float64Array(point.length);
    const weights = Float32Array.from(point);
    let value = 0;
    for await (const { first, block } of rows.blocks()) value += addBlock(block, first, weights, gradient);
    for (let i = 0; i < kernelLength; i++) {
      value += l2 * point[i]! ** 2;
      gradient[i]! += 2 * l2 * point[i]!;
    }
    return { value, gradient };
  }

  /** @returns this block's share of the mean cross-entropy; adds its share of the gradient. */
  function addBlock(
    block: tf.Tensor2D,
    first: number,
    weights: Float32Array,
    gradient: Float64Array,
  ): number {
    const [count, featureSize] = block.shape;
    const logits = fetched(() => {
      const kernel = tf.tensor2d(weights.subarray(0, kernelLength), [featureSize, classes]);
      return block.matMul(kernel).add(tf.tensor1d(weights.subarray(kernelLength)));
    });
    // From here on `logits` turns into the gradient by the logits.
    let loss = 0;
    for (let row = 0; row < count; row++) {
      const label = labels[first + row]!;
      const weight = (classWeights?.[label] ?? 1) / labels.length;
      const own = logits.subarray(row * classes, (row + 1) * classes);
      loss += weight * crossEntropyInPlace(own, label, weight);
      for (let i = 0; i < classes; i++) gradient[kernelLength + i]! += own[i]!;
    }
    const byKernel = fetched(() => block.matMul(tf.tensor2d(logits, [count, classes]), true));
    for (let i = 0; i < kernelLength; i++) gradient[i]! += byKernel[i]!;
    return loss;
  }
}

/** The bias for features that are moved by the mean: up with sign 1 (they get smaller), down with -1. */
function shifted({ kernel, bias }: LinearHead, mean: Float64Array, sign: 1 | -1): Float32Array {
  const sums = Float64Array.from(bias);
  for (let i = 0; i < kernel.length; i++) {
    sums[i % bias.length]! += sign * mean[Math.floor(i / bias.length)]! * kernel[i]!;
  }
  return Float32Array.from(sums);
}

/** Turns one row of logits into `weight * (softmax - one hot label)`. @returns its cross-entropy. */
function crossEntropyInPlace(logits: Float32Array, label: number, weight: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) highest = Math.max(highest, logit);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - highest);
  const entropy = Math.log(sum) + highest - logits[label]!;
  for (let i = 0; i < logits.length; i++) {
    const probability = Math.exp(logits[i]! - highest) / sum;
    logits[i] = weight * (probability - (i === label ? 1 : 0));
  }
  return entropy;
}

/** A result's values in an array of its own. */
function fetched(compute: () => tf.Tensor): Float32Array {
  const tensor = tf.tidy(compute);
  const values = (tensor.dataSync() as Float32Array).slice();
  tensor.dispose();
  return values;
}
