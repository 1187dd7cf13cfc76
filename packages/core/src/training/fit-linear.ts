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
  /** Factor of the squared kernel, >= 0. */
  readonly l2: number;
  /** Where to start; default zero. The end does not depend on it, the time does. */
  readonly start?: LinearHead;
  /** Stop when no component of the gradient is larger; default 1e-5, about what float32 can tell. */
  readonly tolerance?: number;
  /** Default 500. */
  readonly maxIterations?: number;
  readonly signal?: AbortSignal;
}

export interface LinearFit extends LinearHead {
  /** What was minimised: the mean loss plus `l2 * sum(kernel²)`. */
  readonly objective: number;
  readonly iterations: number;
  /** False when the limit of iterations came first. */
  readonly converged: boolean;
}

/**
 * Turns one row's outputs into `weight` times the gradient of its loss by them.
 *
 * @returns `weight` times its loss.
 */
export type RowLoss = (outputs: Float32Array, row: number, weight: number) => number;

/**
 * The dense layer that minimises the mean of a convex loss plus `l2 * sum(kernel²)`, with the bias left free: one optimum and
 * no learning rate. L-BFGS reaches it over the full batch, on features less their mean: the optimum is the same but for the
 * bias, and two to four times fewer steps away. The same features give the same bits.
 *
 * Memory: 4,096 rows and a few copies of the kernel, whatever the number of rows. A set of no more rows than that is read
 * once, a larger one once per evaluation.
 *
 * @param features `[count, featureSize]`.
 * @throws AbortedError when the signal fires.
 * @throws TrainingError `TRAINING_DIVERGED` for features that are not finite numbers.
 */
export async function fitLinear(
  features: LinearFeatures,
  count: number,
  outputs: number,
  rowLoss: RowLoss,
  { l2, start, tolerance = 1e-5, maxIterations = 500, signal }: LinearFitOptions,
): Promise<LinearFit> {
  const rows = await openCentredRows(features, count);
  const kernelLength = rows.featureSize * outputs;
  const initial = new Float64Array(kernelLength + outputs);
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

  /** @returns this block's share of the mean loss; adds its share of the gradient. */
  function addBlock(
    block: tf.Tensor2D,
    first: number,
    weights: Float32Array,
    gradient: Float64Array,
  ): number {
    const [rowCount, featureSize] = block.shape;
    const logits = fetched(() => {
      const kernel = tf.tensor2d(weights.subarray(0, kernelLength), [featureSize, outputs]);
      return block.matMul(kernel).add(tf.tensor1d(weights.subarray(kernelLength)));
    });
    // From here on `logits` turns into the gradient by the logits.
    let loss = 0;
    for (let row = 0; row < rowCount; row++) {
      const own = logits.subarray(row * outputs, (row + 1) * outputs);
      loss += rowLoss(own, first + row, 1 / count);
      for (let i = 0; i < outputs; i++) gradient[kernelLength + i]! += own[i]!;
    }
    const byKernel = fetched(() => block.matMul(tf.tensor2d(logits, [rowCount, outputs]), true));
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

/** A result's values in an array of its own. */
function fetched(compute: () => tf.Tensor): Float32Array {
  const tensor = tf.tidy(compute);
  const values = (tensor.dataSync() as Float32Array).slice();
  tensor.dispose();
  return values;
}
