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

/**
 * Adam, AdamW, SGD and RMSprop as Keras 3 computes them (keras/src/optimizers/{adam,adamw,sgd,rmsprop}.py), defaults
 * included.
 *
 * @param rateFactors of the learning rate, one per weight; default 1 each.
 */
export function createOptimizer(
  options: UpdateRule,
  weights: readonly tf.Variable[],
  rateFactors?: readonly number[],
): Optimizer {
  const learning = { weights, rateFactors };
  switch (options.name) {
    case 'adam':
      return adam(learning, options);
    case 'adamw':
      return adamw(learning, options);
    case 'sgd':
      return sgd(learning, options);
    case 'rmsprop':
      return rmsprop(learning, options);
  }
}

interface Learning {
  readonly weights: readonly tf.Variable[];
  readonly rateFactors?: readonly number[];
}

type OptionsOf<Name> = Extract<UpdateRule, { name: Name }>;

function adam(learning: Learning, options: OptionsOf<'adam'>): Optimizer {
  return withSlots(learning, ['m', 'v'], adamUpdate(options));
}

/** Loshchilov and Hutter 2019: the decay does not pass through Adam's moments. */
function adamw(learning: Learning, { weightDecay = 0.004, ...options }: OptionsOf<'adamw'>): Optimizer {
  const update = adamUpdate(options);
  return withSlots(learning, ['m', 'v'], (weight, gradient, slots, step, learningRate) => {
    weight.assign(weight.sub(weight.mul(weightDecay * learningRate)));
    update(weight, gradient, slots, step, learningRate);
  });
}

/** Kingma and Ba 2015, with the bias corrections folded into the learning rate as in Keras. */
function adamUpdate({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: Omit<OptionsOf<'adam'>, 'name'>): Update {
  return (weight, gradient, { m, v }, step, learningRate) => {
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
  };
}

function sgd(learning: Learning, { momentum = 0.9, nesterov = false }: OptionsOf<'sgd'>): Optimizer {
  if (momentum === 0) {
    return withSlots(learning, [], (weight, gradient, _, __, learningRate) => {
      weight.assign(weight.sub(gradient.mul(learningRate)));
    });
  }
  return withSlots(learning, ['momentum'], (weight, gradient, slots, _, learningRate) => {
    const velocity = slots.momentum!;
    const step = gradient.mul(learningRate);
    velocity.assign(velocity.mul(momentum).sub(step));
    weight.assign(nesterov ? weight.add(velocity.mul(momentum)).sub(step) : weight.add(velocity));
  });
}

function rmsprop(
  learning: Learning,
  { rho = 0.9, momentum = 0, epsilon = 1e-7 }: OptionsOf<'rmsprop'>,
): Optimizer {
  const names = momentum > 0 ? ['v', 'momentum'] : ['v'];
  return withSlots(learning, names, (weight, gradient, slots, _, learningRate) => {
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

function withSlots({ weights, rateFactors }: Learning, names: readonly string[], update: Update): Optimizer {
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
        tf.tidy(() => update(weight, gradients[i]!, own, step, learningRate * (rateFactors?.[i] ?? 1)));
      });
    },
    dispose() {
      for (const variables of Object.values(slots)) for (const variable of variables) variable.dispose();
    },
  };
}
