import * as tf from '@tensorflow/tfjs';
import type { Familiarity } from './familiarity.js';

/** Weight of the sphere in the covariance: measured on flowers, hand signs, cats and dogs, where 0.1 to 0.5 do alike. */
const SHRINKAGE = 0.3;
const MOST_STEPS = 100;
/** Of a residual to the right-hand side. */
const TOLERANCE = 1e-4;

/**
 * Class means, and for each class the direction `Σ⁻¹(mean - overall mean)` in which Mahalanobis distances to class means
 * differ; Σ is the covariance within classes, shrunk by 0.3 towards a sphere so that a few samples of a thousand
 * features will do. Conjugate gradients need products with Σ only, so nothing of the size featureSize² is held.
 *
 * @param rows `[labels.length, featureSize]`, row-major. @param labels of each row, in [0, classes), each at least once.
 * @param tellsApart false leaves out the directions.
 */
export function fitFamiliarity(
  rows: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  tellsApart: boolean,
): Familiarity {
  const featureSize = rows.length / labels.length;
  const { means, overall } = meansOf(rows, labels, classes, featureSize);
  const units = unitLengths(means, featureSize);
  if (!tellsApart) return { means: units };
  const residuals = rows.map((value, i) => {
    const label = labels[Math.floor(i / featureSize)]!;
    return value - means[label * featureSize + (i % featureSize)]!;
  });
  const centred = means.map((value, i) => value - overall[i % featureSize]!);
  const directions = solve(residuals, centred, featureSize);
  const offsets = new Float32Array(classes);
  directions.forEach((value, i) => {
    offsets[Math.floor(i / featureSize)]! -= value * (overall[i % featureSize]! + centred[i]! / 2);
  });
  return { means: units, discriminants: { directions, offsets } };
}

/** @param vectors `[any, size]`. */
function unitLengths(vectors: Float32Array, size: number): Float32Array {
  const squares = new Float64Array(vectors.length / size);
  vectors.forEach((value, i) => {
    squares[Math.floor(i / size)]! += value ** 2;
  });
  return vectors.map((value, i) => value / Math.max(1e-12, Math.sqrt(squares[Math.floor(i / size)]!)));
}

function meansOf(rows: Float32Array, labels: ArrayLike<number>, classes: number, featureSize: number) {
  const means = new Float32Array(classes * featureSize);
  const overall = new Float32Array(featureSize);
  const counts = new Float64Array(classes);
  for (const label of Array.from(labels)) counts[label]!++;
  rows.forEach((value, i) => {
    const label = labels[Math.floor(i / featureSize)]!;
    means[label * featureSize + (i % featureSize)]! += value / counts[label]!;
    overall[i % featureSize]! += value / labels.length;
  });
  return { means, overall };
}

/** Conjugate gradients (Hestenes and Stiefel 1952) for all classes at once. @returns `[classes, featureSize]`. */
function solve(residuals: Float32Array, right: Float32Array, featureSize: number): Float32Array {
  const count = residuals.length / featureSize;
  return withTensors(() => {
    const within = tf.tensor2d(residuals, [count, featureSize]);
    const sphere = within
      .square()
      .sum()
      .div(count * featureSize)
      .mul(SHRINKAGE)
      .add(1e-12);
    const times = (
      v: tf.Tensor, // [classes, featureSize]
    ) =>
      v
        .matMul(within, false, true)
        .matMul(within)
        .mul((1 - SHRINKAGE) / count)
        .add(v.mul(sphere));
    const product = (a: tf.Tensor, b: tf.Tensor) => a.mul(b).sum(1, true); // [classes, 1]

    const goal = tf.tensor2d(right, [right.length / featureSize, featureSize]);
    let state = { x: tf.zerosLike(goal) as tf.Tensor, r: goal as tf.Tensor, p: goal as tf.Tensor };
    const enough = TOLERANCE ** 2 * goal.square().sum().dataSync()[0]!;
    for (let step = 0; step < MOST_STEPS; step++) {
      if (state.r.square().sum().dataSync()[0]! <= enough) break;
      state = tf.tidy(() => {
        const { x, r, p } = state;
        const moved = times(p);
        const before = product(r, r);
        const alpha = before.div(product(p, moved).maximum(1e-30));
        const left = r.sub(moved.mul(alpha));
        const beta = product(left, left).div(before.maximum(1e-30));
        return { x: x.add(p.mul(alpha)), r: left, p: left.add(p.mul(beta)) };
      });
    }
    return state.x;
  });
}

function withTensors(compute: () => tf.Tensor): Float32Array {
  const result = tf.tidy(compute);
  const values = (result.dataSync() as Float32Array).slice();
  result.dispose();
  return values;
}
