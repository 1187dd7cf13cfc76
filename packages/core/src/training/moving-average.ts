import * as tf from '@tensorflow/tfjs';

/** Exponential moving averages of weights, as Keras 3 keeps them with `use_ema`. */
export interface MovingAverage {
  /** One per weight; before the first update the weights as they were. */
  readonly averages: readonly tf.Variable[];
  /** After an update. @param step its 1-based number: the first average is the weights after the first update. */
  update(step: number): void;
  /** Runs something while the weights have the values of their averages. */
  during<T>(body: () => T): T;
  dispose(): void;
}

/** @param momentum share of the old average in the new one, in (0, 1). */
export function createMovingAverage(weights: readonly tf.Variable[], momentum: number): MovingAverage {
  const averages = weights.map((weight) => tf.tidy(() => tf.variable(weight.clone(), false)));
  return {
    averages,
    update(step) {
      const share = step === 1 ? 0 : momentum;
      tf.tidy(() => {
        for (const [i, average] of averages.entries()) {
          average.assign(average.mul(share).add(weights[i]!.mul(1 - share)));
        }
      });
    },
    during(body) {
      const kept = weights.map((weight) => weight.clone());
      weights.forEach((weight, i) => {
        weight.assign(averages[i]!);
      });
      try {
        return body();
      } finally {
        weights.forEach((weight, i) => {
          weight.assign(kept[i]!);
        });
        tf.dispose(kept);
      }
    },
    dispose: () => tf.dispose([...averages]),
  };
}
