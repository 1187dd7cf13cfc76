import * as tf from '@tensorflow/tfjs';
import type { UpdateRule } from '../training-graph/types.js';

/**
 * An update rule whose whole state is visible: the step number and one set of slot variables per weight. tfjs's own
 * optimisers rebuild parts of theirs approximately when restored, so a resumed run would differ in the last bits.
 */
export interface Optimizer {
  /** Slot names, each with one variable per weight, zero at the start. */
  readonly slots: Readonly<Record<string, readonly tf.Variable[]>>;
  /**
   * Updates every weight in place.
   * @param step 1-based number of this update; @param learningRate for this update.
   */
  apply(gradients: readonly tf.Tensor[], step: number, learningRate: number): void;
  dispose(): void;
}

/** Adam, SGD and RMSprop as Keras 3 computes them (keras/src/optimizers/{adam,sgd,rmsprop}.py), defaults included. */
export function createOptimizer(options: UpdateRule, weights: readonly tf.Variable[]): Optimizer {
  switch (options.name) {
    case 'adam':
      return adam(weights, options);
    case 'sgd':
      return sgd(weights, options);
    case 'rmsprop':
      return rmsprop(weights, options);
  }
}

type OptionsOf<Name> = Extract<UpdateRule, { name: Name }>;

/** Kingma and Ba 2015, with the bias corrections folded into the learning rate as in Keras. */
function adam(
  weights: readonly tf.Variable[],
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: OptionsOf<'adam'>,
): Optimizer {
  return withSlots(weights, ['m', 'v'], (weight, gradient, { m, v }, step, learningRate) => {
    const alpha = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
    m!.assign(m!.add(gradient.sub(m!).mul(1 - beta1)));
    v!.assign(
      v!.add(
        gradient
          .square()
          .sub(v!)
          .mul(1 - beta2),
      ),
    );
    weight.assign(weight.sub(m!.mul(alpha).div(v!.sqrt().add(epsilon))));
  });
}

function sgd(
  weights: readonly tf.Variable[],
  { momentum = 0.9, nesterov = false }: OptionsOf<'sgd'>,
): Optimizer {
  if (momentum === 0) {
    return withSlots(weights, [], (weight, gradient, _, __, learningRate) => {
      weight.assign(weight.sub(gradient.mul(learningRate)));
    });
  }
  return withSlots(weights, ['momentum'], (weight, gradient, slots, _, learningRate) => {
    const velocity = slots.momentum!;
    const step = gradient.mul(learningRate);
    velocity.assign(velocity.mul(momentum).sub(step));
    weight.assign(nesterov ? weight.add(velocity.mul(momentum)).sub(step) : weight.add(velocity));
  });
}

function rmsprop(
  weights: readonly tf.Variable[],
  { rho = 0.9, momentum = 0, epsilon = 1e-7 }: OptionsOf<'rmsprop'>,
): Optimizer {
  const names = momentum > 0 ? ['v', 'momentum'] : ['v'];
  return withSlots(weights, names, (weight, gradient, slots, _, learningRate) => {
    const v = slots.v!;
    v.assign(v.mul(rho).add(gradient.square().mul(1 - rho)));
    const increment = gradient.mul(learningRate).mul(v.add(epsilon).rsqrt());
    if (momentum === 0) {
      weight.assign(weight.sub(increment));
      return;
    }
    const velocity = slots.momentum!;
    velocity.assign(velocity.mul(momentum).add(increment));
    weight.assign(weight.sub(velocity));
  });
}

type Update = (
  weight: tf.Variable,
  gradient: tf.Tensor,
  slots: Readonly<Record<string, tf.Variable>>,
  step: number,
  learningRate: number,
) => void;

function withSlots(weights: readonly tf.Variable[], names: readonly string[], update: Update): Optimizer {
  const slots = Object.fromEntries(
    names.map((name) => [
      name,
      weights.map((weight) => tf.tidy(() => tf.variable(tf.zeros(weight.shape), false))),
    ]),
  );
  return {
    slots,
    apply(gradients, step, learningRate) {
      weights.forEach((weight, i) => {
        const own = Object.fromEntries(names.map((name) => [name, slots[name]![i]!]));
        tf.tidy(() => update(weight, gradients[i]!, own, step, learningRate));
      });
    },
    dispose() {
      for (const variables of Object.values(slots)) for (const variable of variables) variable.dispose();
    },
  };
}
